import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface CalledHere {
  readonly command: string;
  /** How a microphone comes to be listened to. */
  readonly listen: string;
}

/** How a person calls this program here: a package has the command `sotto` and nothing of a clone's scripts. */
export function calledHere(root = ROOT): CalledHere {
  return existsSync(join(root, "scripts", "start"))
    ? { command: "npm run sotto --", listen: "Plug in a microphone and run scripts/start again." }
    : { command: "sotto", listen: "`sotto doctor` says what is missing until the services listen." };
}
