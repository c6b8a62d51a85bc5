import type { Config } from "./config.js";

/** Who may use which folder is a wall: docs/architecture.md has the table, the sandboxes enforce it. */
export interface Places {
  /** The ear's: the device's signing key and the owner's pinned public key. */
  readonly device: string;
  /** The reader's: the owner's private key and clips. Never on a device's own disk. */
  readonly owner: string;
  /** Enrolled wake words, each in a folder of its own: the ear's to read. May be absent. */
  readonly words: string;
  /** The light's: mute state, erasures that are not signed yet. */
  readonly light: string;
  /** The uplink's: outbox, ledger, public keys to check with. */
  readonly uplink: string;
  /** The keeper's: its signing key and store. */
  readonly keeper: string;
  /** Sockets. */
  readonly run: string;
}

export interface PlaceDefaults {
  readonly home: string;
  /** XDG_RUNTIME_DIR, where there is one. */
  readonly runtime: string | undefined;
}

export function placesOf(config: Pick<Config, "folders">, { home, runtime }: PlaceDefaults): Places {
  const { folders } = config;
  const share = (name: string) => `${home}/.local/share/sotto-${name}`;
  return {
    device: folders.device ?? share("device"),
    owner: folders.owner ?? share("owner"),
    words: folders.words ?? share("words"),
    light: folders.light ?? share("light"),
    uplink: folders.uplink ?? share("uplink"),
    keeper: folders.keeper ?? share("keeper"),
    run: folders.run ?? (runtime === undefined ? share("run") : `${runtime}/sotto`),
  };
}

/** A whole house below one folder. */
export function placesBelow(folder: string): Places {
  return {
    device: `${folder}/device`,
    owner: `${folder}/owner`,
    words: `${folder}/words`,
    light: `${folder}/light`,
    uplink: `${folder}/uplink`,
    keeper: `${folder}/keeper`,
    run: `${folder}/run`,
  };
}

/** One Unix socket between each pair of processes, each in a folder of its own that only the two of them see. */
export const SOCKETS = ["ear-light", "ear-uplink", "light-uplink", "control"] as const;
export type SocketName = (typeof SOCKETS)[number];

export function socketFolder(run: string, name: SocketName): string {
  return `${run}/${name}`;
}

export function socketPath(run: string, name: SocketName): string {
  return `${socketFolder(run, name)}/socket`;
}

/**
 * The name (argv[0]) of a recorder that belongs to this run folder. The list of processes is all that the light needs
 * to find a recorder, also one whose parent has died. The program is arecord or aplay by its name, so "arecord" is in it.
 */
export function recorderName(run: string): string {
  return `sotto-arecord:${run}`;
}
