import { fileURLToPath } from "node:url";
import type { Config } from "../../config/config.js";
import { type Places, recorderName, socketPath } from "../../config/places.js";
import { startEmbeddedBroker } from "../../deliver/edge/embedded-broker.js";
import { SottoError } from "../../domain/errors.js";
import { confine } from "../../isolation/edge/confine.js";
import { thisWorld } from "../../isolation/edge/this-world.js";
import { sandboxOf } from "../../isolation/sandbox.js";
import { endRecorders } from "../../light/edge/recorder-processes.js";
import { isLive } from "../../link/edge/open-link.js";
import { ClipsUnderWay } from "./clips-under-way.js";
import { CREW, Crew, type CrewEvent, type CrewName, type Launch, makeFolders } from "./crew.js";
import { unconfinedLaunch } from "./unconfined-launch.js";

/** By the kernel, or by nothing: the latter only where somebody asked for it. */
export type Confinement = "enforced" | "unconfined";

/** A device of alsa-lib, 16 kHz mono, that no kernel knows of. */
export interface MadeMicrophone {
  readonly device: string;
  /** To be added to the recorder's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface HouseholdOptions {
  readonly config: Config;
  readonly places: Places;
  /** What the processes read; undefined for the default file, which may be absent. */
  readonly configFile: string | undefined;
  readonly confinement: Confinement;
  /** Instead of the configured one. */
  readonly microphone?: MadeMicrophone;
  /** A sound file, or `-` for standard input, instead of a microphone. */
  readonly input?: string;
  /** A keeper of its own even where a broker is configured. */
  readonly withKeeper?: boolean;
  /** Folder of the processes' built entries; by default those beside this file. */
  readonly entries?: string;
  readonly observe: (event: CrewEvent) => void;
}

/** Ear, light and uplink of one machine, and what a house without a broker needs beside them. */
export interface Household {
  readonly crew: Crew;
  readonly brokerUrl: string;
  /** The broker was started here because none is configured. */
  readonly isEmbedded: boolean;
  /** Ends the ear: nothing more is heard, what was sealed may still leave. */
  silence(): Promise<void>;
  /** Resolves when every clip that was sealed has left the outbox; bound it, a keeper may stay away. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws SottoError CONFIG_INVALID, before anything runs, for folders that lie in one another */
function launcher(options: HouseholdOptions, members: readonly CrewName[]): Launch {
  const environment = { ...process.env, ...options.microphone?.environment };
  const { input } = options;
  if (options.confinement === "unconfined") return unconfinedLaunch(environment);
  const world = thisWorld({
    config: { ...options.config, folders: { ...options.places } },
    configFile: options.configFile,
    earReads: input === undefined || input === "-" ? [] : [input],
    environment,
  });
  const sandboxes = new Map(members.map((name) => [name, sandboxOf(name, world)]));
  return (name, { entry, args, stdin }) => {
    const sandbox = sandboxes.get(name);
    if (sandbox === undefined) throw new SottoError("INTERNAL", `${name} is no member of this crew`);
    return confine(sandbox, { command: process.execPath, args: [entry, ...args], stdin });
  };
}

function argumentsOf(
  { input, microphone }: HouseholdOptions,
  brokerUrl: string,
): Record<CrewName, readonly string[]> {
  const broker = ["--broker", brokerUrl];
  return {
    ear: [
      ...(input === undefined ? [] : ["--input", input]),
      ...(microphone === undefined ? [] : ["--device", microphone.device]),
    ],
    // A device that exists in alsa-lib alone is in no account of the kernel's.
    light: microphone === undefined ? [] : ["--account", "recorder"],
    uplink: broker,
    keep: broker,
  };
}

/**
 * Starts the processes, the light first, and keeps them running until `stop`.
 * @throws SottoError ALREADY_RUNNING, ISOLATION_UNAVAILABLE, BROKER_UNREACHABLE, CONFIG_INVALID for folders that lie in one another,
 * KEY_INVALID for one that others may enter
 */
export async function startHousehold(options: HouseholdOptions): Promise<Household> {
  const { config, places, configFile, input } = options;
  // Not left to the light: whoever supervises a light that ends at once would end the other house's recorder. Asked where
  // any number may connect: at the ear's socket one more peer costs the other house its ear.
  if (await isLive(socketPath(places.run, "control"))) {
    throw new SottoError("ALREADY_RUNNING", `another light serves ${places.run}`);
  }
  const hasKeeper = options.withKeeper === true || config.broker.url === undefined;
  const members: readonly CrewName[] = hasKeeper ? CREW : CREW.filter((name) => name !== "keep");
  const launch = launcher(options, members);
  makeFolders(places, members);
  const embedded = config.broker.url === undefined ? await startEmbeddedBroker() : undefined;
  const brokerUrl = config.broker.url ?? embedded?.url ?? "";
  const underWay = new ClipsUnderWay();
  const crew = new Crew({
    ...{ members, places, launch },
    observe: (event) => {
      underWay.take(event);
      options.observe(event);
    },
    entries: options.entries ?? fileURLToPath(new URL("../processes", import.meta.url)),
    args: configFile === undefined ? [] : ["--config", configFile],
    argsOf: argumentsOf(options, brokerUrl),
    ...(input === "-" ? { earInput: "inherit" as const } : {}),
    makeSafe: () => void endRecorders(recorderName(places.run)),
  });
  return {
    crew,
    brokerUrl,
    isEmbedded: embedded !== undefined,
    silence: () => crew.stopEar(),
    drained: () => underWay.none(),
    async stop() {
      await crew.stop();
      await embedded?.close();
    },
  };
}
