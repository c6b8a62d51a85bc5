/**
 * Boots an image under emulation, as it is: `try-image.ts IMAGE virt|raspi3b [--memory MIB] [--mode MODE] [--keep FOLDER]`.
 * On `virt` a sentence is played to it, and broker, keeper and reader are on this machine.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { layCard, readFromCard } from "./card.js";
import { BROKER_PASSWORD, TrialHouse } from "./house.js";
import { bootCard } from "./machine.js";

const text = { type: "string" } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { memory: text, mode: text, keep: text, timeout: text },
});
const [image, machine] = positionals;
if (image === undefined || (machine !== "virt" && machine !== "raspi3b")) {
  throw new Error("try-image.ts IMAGE virt|raspi3b");
}
const mode = values.mode ?? "redact";
const hasNetwork = machine === "virt";
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "sotto-trial-"));
mkdirSync(folder, { recursive: true });
const house = await TrialHouse.open(folder);
const wifi = '[wifi]\nname = "trial"\npassword = "correct horse"\ncountry = "DE"\n';
const broker = `[broker]\nurl = "${house.url}"\nuserName = "device"\npassword = "${BROKER_PASSWORD}"\ncaFile = "ca.pem"\n`;
const microphone = '[config.microphone]\ndevice = "plughw:CARD=Array,DEV=1"\n';
// On the virtual board an input reads low, and nobody presses.
const pins = hasNetwork ? '[config.pins]\nbuttonPressed = "high"\n' : "";
const profile = 'profile = "usb-microphone"\n';
const setup = `mode = "${mode}"\n${profile}timeZone = "Europe/Berlin"\n${wifi}${broker}${microphone}${pins}`;
const { ownerPem, keeperPem, authority } = house;
const card = await layCard(image, folder, { setup, ownerPem, keeperPem, authority });

const lines: string[] = [];
const heard: string[] = [];
const took = await bootCard(
  card,
  {
    machine,
    memoryMiB: Number(values.memory ?? "1024"),
    speech: hasNetwork && mode !== "local" ? "speech" : "no",
    folder,
    timeoutSeconds: Number(values.timeout ?? "1800"),
  },
  (line) => {
    lines.push(line);
    const [, device] = /^DEVICE (\S+)/.exec(line) ?? [];
    if (device !== undefined && hasNetwork) {
      house.welcome(Buffer.from(device, "base64").toString(), (said) => heard.push(said));
    } else if (/^(CHECK|MEMORY|FACT|TRIAL|REPORT)/.test(line)) {
      process.stdout.write(`${line}\n`);
    }
  },
);
writeFileSync(join(folder, "console.log"), `${lines.join("\n")}\n`);
const clips = hasNetwork ? await house.reader("read", "list") : "";
const [first] = /^[0-9a-f]{8,}/m.exec(clips) ?? [];
if (first !== undefined) process.stdout.write(`READER ${await house.reader("read", "open", first)}`);
await house.close();

const failed = lines.filter((line) => line.startsWith("CHECK FAILED"));
const passed = lines.filter((line) => line.startsWith("CHECK ok"));
const left = readFromCard(card, "sotto-setup.toml");
if (/correct horse|battery staple/.test(left)) failed.push("CHECK FAILED a password is still on the card");
const time = took === undefined ? "did not come to its end" : `${took.toFixed(0)} s`;
process.stdout.write(
  `${machine}, ${values.memory ?? "1024"} MiB, mode ${mode}, emulated: ${passed.length} passed, ${failed.length} failed, ${time}\n`,
);
if (values.keep === undefined) rmSync(folder, { recursive: true });
process.exit(took === undefined || failed.length > 0 ? 1 : 0);
