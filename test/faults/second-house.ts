import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stringify } from "smol-toml";
import { pairKeys } from "../../src/app/household/pair-keys.js";
import type { Config } from "../../src/config/config.js";
import { type Places, SOCKETS, socketFolder } from "../../src/config/places.js";
import { type FeederOptions, feederLine } from "./feeder-lines.js";
import type { HouseFolders } from "./whole-house.js";

const FEEDER = fileURLToPath(new URL("./feeder.ts", import.meta.url));

export interface SecondFolders {
  readonly places: Places;
  readonly configFile: string;
}

/** Where a second device of the same owner and the same keeper lies. Paired before the keeper starts. */
export function furnishSecond({ places, config }: HouseFolders): SecondFolders {
  const folder = join(places.run, "..", "second");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const second: Places = {
    ...places,
    device: join(folder, "device"),
    light: join(folder, "light"),
    uplink: join(folder, "uplink"),
    run: join(folder, "run"),
  };
  pairKeys(second);
  // A sandbox is given the folders that are there when it starts.
  for (const name of SOCKETS) mkdirSync(socketFolder(second.run, name), { recursive: true, mode: 0o700 });
  const configFile = join(folder, "config.toml");
  const secondConfig: Config = { ...config, folders: { ...second } };
  writeFileSync(configFile, stringify(secondConfig), { mode: 0o600 });
  return { places: second, configFile };
}

/** A second device's uplink and what feeds it (feeder.ts), as seen from the process that supervises the first house. */
export interface SecondHouse {
  /** Clips that were sealed, by now. */
  readonly sealed: readonly string[];
  /** Of these, those that the uplink has said are on its disk. */
  readonly accepted: ReadonlySet<string>;
  /** Clips that wait for the uplink to take them. */
  readonly held: number;
  /** Starts of its uplink. */
  readonly starts: number;
  /** The outermost process of its uplink's sandbox. */
  readonly outerPid: number | undefined;
  /** Seals no more; what is held is still offered. */
  calm(): void;
  stop(): Promise<void>;
}

/** In a process of its own: whoever supervises a house and shows its lamp has nothing else to do. */
export function openSecondHouse({ configFile }: SecondFolders, options: FeederOptions): SecondHouse {
  const child = spawn(process.execPath, ["--import", "tsx", FEEDER, configFile, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
    // A session of its own, so that the kernel does not count its work as that of the supervisor.
    detached: true,
  });
  const sealed: string[] = [];
  const accepted = new Set<string>();
  let told = { held: 0, starts: 0, outerPid: undefined as number | undefined };
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = feederLine.parse(JSON.parse(text));
    if (line.kind === "sealed") sealed.push(line.id);
    if (line.kind === "accepted") accepted.add(line.id);
    if (line.kind === "held") told = { ...told, held: line.held };
    if (line.kind === "started") told = { ...told, starts: told.starts + 1, outerPid: line.pid };
    if (line.kind === "ended") told = { ...told, outerPid: undefined };
  });
  const exit = once(child, "exit");
  return {
    ...{ sealed, accepted },
    get held() {
      return told.held;
    },
    get starts() {
      return told.starts;
    },
    get outerPid() {
      return told.outerPid;
    },
    calm: () => void child.stdin.write("calm\n"),
    async stop() {
      child.stdin.end();
      await exit;
    },
  };
}
