import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import type { TrialCard } from "./card.js";
import { treeWithPins } from "./pins-on-virt.js";

export type MachineName = "virt" | "raspi3b";

export interface MachineWishes {
  readonly machine: MachineName;
  readonly memoryMiB: number;
  /** What guest.sh is told. */
  readonly speech: "speech" | "no";
  readonly folder: string;
  readonly timeoutSeconds: number;
}

/**
 * The trial's own unit, handed over on the kernel's command line: the image holds nothing of it. It runs what lies on the
 * FAT partition, and prints to the console.
 */
function trialUnit(speech: MachineWishes["speech"], console: string): string {
  return [
    "[Unit]",
    "After=sotto-first-boot.service",
    "[Service]",
    "Type=exec",
    `ExecStart=/bin/sh /boot/firmware/guest.sh ${speech}`,
    "StandardOutput=tty",
    "StandardError=tty",
    `TTYPath=/dev/${console}`,
    "",
  ].join("\n");
}

function argumentsOf(card: TrialCard, wishes: MachineWishes): readonly string[] {
  const { machine, memoryMiB, speech, folder } = wishes;
  const board = ["-M", "virt", "-cpu", "cortex-a72", "-smp", "4", "-m", String(memoryMiB)];
  const console = machine === "virt" ? "ttyAMA0" : "ttyS1";
  const unit = Buffer.from(trialUnit(speech, console)).toString("base64");
  const commandLine = [
    card.commandLine,
    `console=${console},115200`,
    // A card that loops what is played, in the microphone's place.
    "modules_load=snd-aloop snd_aloop.id=Array",
    `systemd.set_credential_binary=systemd.extra-unit.trial.service:${unit}`,
    "systemd.wants=trial.service",
    // QEMU's Pi resets at once when its watchdog is started, instead of when it runs out.
    "systemd.watchdog_sec=0",
  ].join(" ");
  return [
    ...(machine === "virt"
      ? [
          ...board,
          ...["-dtb", treeWithPins(board, folder), "-nodefaults"],
          ...["-drive", `file=${card.path},if=virtio,format=raw`],
          ...["-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="],
          ...["-object", "rng-random,id=rng,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=rng"],
          ...["-serial", "stdio"],
        ]
      : [
          ...["-M", "raspi3b", "-dtb", card.dtb, "-drive", `file=${card.path},if=sd,format=raw`],
          ...["-serial", "null", "-serial", "stdio"],
        ]),
    ...["-accel", "tcg,thread=multi", "-display", "none", "-monitor", "none", "-no-reboot"],
    ...["-kernel", card.kernel, "-initrd", card.initrd, "-append", commandLine],
  ];
}

/**
 * Boots the card and hands over each line of the console, until `TRIAL DONE`.
 * @returns seconds until then; undefined where it never came
 */
export async function bootCard(
  card: TrialCard,
  wishes: MachineWishes,
  onLine: (line: string) => void,
): Promise<number | undefined> {
  const began = performance.now();
  const child: ChildProcess = spawn("qemu-system-aarch64", argumentsOf(card, wishes), {
    stdio: ["ignore", "pipe", openSync(`${wishes.folder}/qemu.log`, "w")],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), wishes.timeoutSeconds * 1000);
  let took: number | undefined;
  if (child.stdout === null) throw new Error("no console");
  for await (const raw of createInterface({ input: child.stdout })) {
    const line = stripVTControlCharacters(raw).replaceAll("\r", "");
    onLine(line);
    if (!line.startsWith("TRIAL DONE")) continue;
    took = (performance.now() - began) / 1000;
    break;
  }
  clearTimeout(timer);
  child.kill("SIGKILL");
  return took;
}
