import {
  BOARD_NAMES,
  BOARDS,
  type Board,
  CHIP_OF_BOARD,
  SYSTEM_NAMES,
  SYSTEMS,
  type System,
} from "../../src/config/boards.js";
import type { Profile } from "../../src/config/profile.js";
import { profileSection } from "./profile-section.js";

type Cell = Profile["matrix"][number];

function cellOf({ matrix }: Profile, system: System, board: Board): Cell | undefined {
  return matrix.find(({ systems, boards }) => systems.includes(system) && boards.includes(board));
}

/** A verdict in one word, and what it was tried on. */
function told(cell: Cell | undefined): string {
  return cell === undefined ? "" : `**${cell.verdict}**: ${cell.triedOn.join(", ")}`;
}

function matrix(profiles: readonly Profile[]): string[] {
  const rows = profiles.flatMap((profile) =>
    SYSTEMS.map((system) => {
      const cells = BOARDS.map((board) => told(cellOf(profile, system, board)));
      return `| [\`${profile.name}\`](#${profile.name}) | ${SYSTEM_NAMES[system]} | ${cells.join(" | ")} |`;
    }),
  );
  return [
    `| profile | system | ${BOARDS.map((board) => BOARD_NAMES[board]).join(" | ")} |`,
    `|---|---|${BOARDS.map(() => "---|").join("")}`,
    ...rows,
  ];
}

function choice(profiles: readonly Profile[]): string[] {
  return [
    "| profile | board | whom it suits |",
    "|---|---|---|",
    ...profiles.map(({ name, board, summary }) => `| [\`${name}\`](#${name}) | ${board} | ${summary} |`),
  ];
}

const LIGHT = [
  "| the light | one LED (`led`) | two LEDs, or one on two resistors (`led`, `ledBright`) | strip (`strip`) |",
  "|---|---|---|---|",
  "| **closed** or muted | off | both off | all dark |",
  "| **waiting**: the microphone is open | lit | the first lit | the first pixel lit, at `brightness` |",
  "| **recording** a command | lit | both lit | all pixels lit, at full brightness |",
  "| **an erasure** counts down, or **something is wrong** | a flash below 100 ms, at most one in 2 s | the same, of both | the same, of all |",
] as const;

const BUTTON = [
  'The button closes a line to ground (`buttonPressed = "low"`). Between presses something must hold the line high, or it floats: it then presses by itself, and each press mutes. The way that Sotto reads lines (sysfs) can\'t switch a pull-up on, so the firmware does, by `gpio=17=pu` in `config.txt`, before the kernel starts. Lines 9 to 27 are even pulled down at power-up, as if somebody pressed: that mutes, and asks for no [factory reset](updates.md#factory-reset), which takes a release. Each profile lists the line; the image writes it for the button that was chosen, whatever line that is. A resistor of 10 kΩ from the line to 3V3 does the same. `sotto doctor` asks for a press and says whether it came.',
  "",
  "A wire that comes off leaves a button that does nothing: nothing is unmuted by that, and nothing can be muted by it. To be sure pull the plug of the microphone: the light goes off with it.",
  "",
  "One LED on **two** lines needs a diode in the way of the second (1N4148, its ring towards the LED): without it the dark line drains the lit one. Two LEDs need none, which is why the profiles have two. With one LED alone waiting and recording look alike; that is allowed, since steady always means open.",
] as const;

/** USB first, the one for any make at the top. */
function inOrder(profiles: readonly Profile[]): readonly Profile[] {
  const rank = ({ connected, microphone }: Profile) =>
    connected === "i2s" ? 2 : microphone.cards.includes("usb") ? 0 : 1;
  return [...profiles].sort((a, b) => rank(a) - rank(b));
}

/** docs/hardware.md out of the profiles. */
export function hardwarePage(all: readonly Profile[]): string {
  const profiles = inOrder(all);
  const chips = BOARDS.map((board) => `${BOARD_NAMES[board]}: \`${CHIP_OF_BOARD[board]}\``).join("; ");
  return [
    "# Hardware",
    "",
    "Which board to choose, how it is wired, and what works on which system. A board is a **profile**: a file in [hardware/profiles](../hardware/profiles/) that says by which name its card is found, which of its channels is heard, how loud, and on which lines button and light are. One line of the configuration takes it, and any key that is set by hand wins:",
    "",
    "```toml",
    "[hardware]",
    'profile = "usb-microphone"',
    "```",
    "",
    "From box to first clip: [device.md](device.md). This page is made from the profiles by `npm run docs`.",
    "",
    "**Nothing here has been tried on a real Raspberry Pi or with a real microphone array yet.** Each claim says what it was tried on instead:",
    "",
    "- `hardware`: the board itself. None so far.",
    "- `vm`: [the lab](lab.md), a virtual machine with Debian's kernel: a real ALSA card of the kernel's, found by name, and simulated lines under the header's label take the place of the board. What is above the driver is tried, the driver is not.",
    "- `emulation`: the arm64 image in QEMU, as a generic machine or as a Pi 3 with its real chip for the header.",
    "- `read`: sources of kernels and overlays, documentation, other people's reports. The overlays are compiled and applied to Debian's device trees by a test.",
    "",
    "## Which board",
    "",
    ...choice(profiles),
    "",
    "To solder nothing: `respeaker-2mics-v1`, or `codec-zero` on Raspberry Pi OS. To be sure of the driver: anything on USB. A Pi 4 has room for everything; the Zero 2 W has 512 MB of memory. A Pi 5 needs Raspberry Pi OS: Debian's kernel 6.12 has no driver for its RP1. Not supported: boards with the AC108 (ReSpeaker 4-Mic and 6-Mic HAT), whose driver is in no current kernel and which a Pi 5 can't drive at all; Matrix Creator and Voice, whose maker is gone; the 2-Mics HAT version 2.0, whose codec Debian's kernel leaves out.",
    "",
    "## What works where",
    "",
    "`works`: all that is known speaks for it, and nobody has seen it yet on the board itself. `partly`: with the restriction told below. `no`: it can't.",
    "",
    ...matrix(profiles),
    "",
    `Lines are found by the label of the header's chip, never by its number, which differs from kernel to kernel: ${chips}.`,
    "",
    "## What the light shows",
    "",
    ...LIGHT,
    "",
    "All of it is told by steady or not, by how many lamps and by how bright, and nothing by colour. Steady means that the microphone is open, whoever opened it ([operations.md](operations.md#the-light)).",
    "",
    "## The button",
    "",
    ...BUTTON,
    "",
    ...profiles.flatMap(profileSection),
    "## A board of your own",
    "",
    "Copy the nearest file in [hardware/profiles](../hardware/profiles/), name it after the board, and change it: the schema beside it lets an editor complain, and `npx vitest run test/config` checks that its lines are on the header, its matrix is whole and its card is nobody else's. `npm run docs` then draws its picture and adds it here. Without a profile the same keys go into the configuration by hand ([configuration.md](configuration.md)): `microphone` and `pins`.",
    "",
  ].join("\n");
}
