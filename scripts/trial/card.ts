import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeSpeech } from "./speech-wav.js";

/** A copy of the image as a card of 4 GiB, with what a person laid on it. */
export interface TrialCard {
  readonly path: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly dtb: string;
  /** As the image itself has it. */
  readonly commandLine: string;
}

export interface TrialSettings {
  readonly setup: string;
  readonly ownerPem: string;
  readonly keeperPem: string;
  readonly authority?: string;
}

/** The FAT partition begins at 4 MiB. */
const fatOf = (image: string): string => `${image}@@4M`;
const SPEECH = "scripts/demo/recordings/1-name.flac";

/** Nothing of the image is changed but the FAT partition, where a person would change it. */
export async function layCard(image: string, folder: string, settings: TrialSettings): Promise<TrialCard> {
  const path = join(folder, "card.img");
  execFileSync("cp", ["--sparse=always", image, path]);
  execFileSync("truncate", ["-s", "4G", path]);
  const lay = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
    execFileSync("mcopy", ["-o", "-i", fatOf(path), join(folder, name), `::${name}`]);
  };
  lay("sotto-setup.toml", settings.setup);
  lay("owner.pub", settings.ownerPem);
  lay("keeper.pub", settings.keeperPem);
  if (settings.authority !== undefined) lay("ca.pem", settings.authority);
  await writeSpeech(SPEECH, join(folder, "speech.wav"));
  for (const file of [join(folder, "speech.wav"), "scripts/trial/guest.sh"])
    execFileSync("mcopy", ["-o", "-i", fatOf(path), file, "::"]);

  const names = execFileSync("mdir", ["-b", "-i", fatOf(path), "::"], { encoding: "utf8" }).split("\n");
  const take = (pattern: RegExp): string => {
    const name = names.map((each) => each.replace(/^::\//, "")).find((each) => pattern.test(each));
    if (name === undefined) throw new Error(`no ${pattern.source} on the card`);
    execFileSync("mcopy", ["-o", "-i", fatOf(path), `::${name}`, folder]);
    return join(folder, name);
  };
  return {
    path,
    kernel: take(/^vmlinuz/),
    initrd: take(/^initrd/),
    dtb: take(/^bcm2837-rpi-3-b\.dtb$/),
    commandLine: execFileSync("mtype", ["-i", fatOf(path), "::cmdline.txt"], { encoding: "utf8" }).trim(),
  };
}

/** What lies on the card after a boot. */
export function readFromCard({ path }: Pick<TrialCard, "path">, name: string): string {
  return execFileSync("mtype", ["-i", fatOf(path), `::${name}`], { encoding: "utf8" });
}
