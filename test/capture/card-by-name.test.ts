import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AudioEvent } from "../../src/capture/audio-source.js";
import { ArecordMicrophone, type MicrophoneOptions } from "../../src/capture/edge/arecord-microphone.js";
import { setMixer } from "../../src/capture/edge/mixer.js";
import { openPacedDevice } from "../../src/capture/edge/paced-fifo-microphone.js";
import { systemClock } from "../../src/domain/edge/system-clock.js";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "sotto-card-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Where the kernel would list its cards. */
function plugIn(root: string, number: number, id: string, usbId: string): void {
  const card = join(root, `card${number}`);
  mkdirSync(join(card, "pcm0c"), { recursive: true });
  writeFileSync(join(card, "id"), `${id}\n`);
  writeFileSync(join(card, "usbid"), `${usbId}\n`);
}

/** Stands in for amixer on a machine without a card: notes how it was called, and refuses a control named "Odd". */
function mixer(place: string): { readonly program: string; called(): string[] } {
  const program = join(place, "amixer");
  const log = join(place, "log");
  writeFileSync(program, `#!/bin/sh\necho "$@" >>"${log}"\ncase "$*" in *Odd*) exit 1 ;; esac\n`);
  chmodSync(program, 0o755);
  return { program, called: () => readFileSync(log, "utf8").trim().split("\n") };
}

/** A device that every `hw:` name leads to; arecord refuses any other. */
async function anyCard() {
  const device = await openPacedDevice({ rateHz: 16_000, channels: 1 });
  const config = join(device.folder, "any-card.conf");
  const paced = readFileSync(join(device.folder, "asound.conf"), "utf8").replace("pcm.sotto_paced {", "");
  const args = "@args [ CARD ] @args.CARD { type string }";
  writeFileSync(config, `pcm.!hw { ${args} ${paced}`);
  return {
    device,
    environment: { ALSA_CONFIG_PATH: `/usr/share/alsa/alsa.conf:${config}` },
  };
}

function microphone(options: Partial<MicrophoneOptions>): ArecordMicrophone {
  const made = new ArecordMicrophone({
    ...{ device: "default", rateHz: 16_000, channels: 1, channel: 0, silenceMs: 2_000 },
    ...{ clock: systemClock, random: () => 0.5, backOff: { firstMs: 40, longestMs: 40 } },
    ...options,
  });
  onTestFinished(() => made.close());
  return made;
}

/** The first event that is wanted; the microphone is closed then. */
async function until(source: ArecordMicrophone, wanted: (event: AudioEvent) => boolean): Promise<AudioEvent> {
  for await (const event of source.events()) if (wanted(event)) return event;
  return expect.fail("it ended before");
}

describe("a microphone by the names of cards", () => {
  it("is missing while none of them is there, and opened when one is plugged in, its mixer set before", async () => {
    const root = folder();
    const { program, called } = mixer(root);
    const { device, environment } = await anyCard();
    onTestFinished(() => device.close());
    plugIn(root, 0, "Webcam", "046d:082d");
    const mic = microphone({
      ...{ environment, soundRoot: root, mixer: program, cards: ["usb:2886:001a", "Array"] },
      gains: [
        { control: "Mic Capture Volume", value: "39,39" },
        { control: "Odd Switch", value: "on" },
      ],
    });
    const seen: AudioEvent["kind"][] = [];
    const opened = await until(mic, (event) => {
      seen.push(event.kind);
      if (event.kind === "lost") {
        expect(event.code).toBe("MICROPHONE_MISSING");
        plugIn(root, 3, "Array", "2886:001a");
      }
      return event.kind === "opened";
    });
    expect(seen).toEqual(["lost", "opened"]);
    expect(opened).toEqual({ kind: "opened", refusedGains: 1 });
    expect(called()).toEqual([
      "-q -c Array cset name='Mic Capture Volume' 39,39",
      "-q -c Array cset name='Odd Switch' on",
    ]);
  });

  it("sets the mixer of a device that is named by its card, and of no other", async () => {
    const root = folder();
    const { program, called } = mixer(root);
    const { device, environment } = await anyCard();
    onTestFinished(() => device.close());
    const gains = [{ control: "Capture Switch", value: "on" }];
    const mic = microphone({ environment, device: "hw:CARD=MicArray", mixer: program, gains });
    expect(await until(mic, ({ kind }) => kind === "opened")).toEqual({ kind: "opened" });
    expect(called()).toEqual(["-q -c MicArray cset name='Capture Switch' on"]);
  });
});

it("a microphone that is closed while its gains are set opens nothing, and at once", async () => {
  const root = folder();
  const program = join(root, "amixer");
  writeFileSync(program, `#!/bin/sh\ntouch "${root}/begun"\nexec sleep 30\n`);
  chmodSync(program, 0o755);
  const { device, environment } = await anyCard();
  onTestFinished(() => device.close());
  const gains = Array.from({ length: 32 }, (_, n) => ({ control: `Control ${n}`, value: "1" }));
  const mic = microphone({ environment, device: "hw:CARD=MicArray", mixer: program, gains });
  const seen: AudioEvent["kind"][] = [];
  const over = (async () => {
    for await (const { kind } of mic.events()) seen.push(kind);
  })();
  await expect.poll(() => existsSync(join(root, "begun")), { timeout: 5_000 }).toBe(true);
  const closedMs = performance.now();
  await mic.close();
  await over;
  expect(performance.now() - closedMs).toBeLessThan(1_000);
  expect(seen).toEqual(["closed"]);
});

it("a mixer that stands still is given up within a bound for all controls together", async () => {
  const program = join(folder(), "amixer");
  writeFileSync(program, "#!/bin/sh\nexec sleep 30\n");
  chmodSync(program, 0o755);
  const settings = Array.from({ length: 32 }, (_, n) => ({ control: `Control ${n}`, value: "1" }));
  const fromMs = performance.now();
  expect(await setMixer({ card: "Any", settings, program })).toBe(32);
  expect(performance.now() - fromMs).toBeLessThan(8_000);
}, 15_000);

it("a card that is not there refuses every control, by the real amixer", async () => {
  const settings = ["A", "B"].map((control) => ({ control, value: "1" }));
  expect(await setMixer({ card: "NoSuchCard", settings })).toBe(2);
  expect(await setMixer({ card: "NoSuchCard", settings: [] })).toBe(0);
});
