import { join } from "node:path";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { KEPT } from "../../card/device-config.js";
import { readText } from "./whole-file.js";

const kept = z.object({ broker: z.object({ url: z.string().optional(), userName: z.string().optional() }) });

export interface KeptBroker {
  readonly url?: string | undefined;
  readonly userName?: string | undefined;
}

/** The broker that the device's configuration names; none where it cannot be read, which is no reason to keep it. */
export function keptBroker(folder: string): KeptBroker {
  const text = readText(join(folder, KEPT.config));
  if (text === undefined) return {};
  try {
    return kept.safeParse(parse(text)).data?.broker ?? {};
  } catch (error) {
    if (error instanceof TomlError) return {};
    throw error;
  }
}

export function keptPassword(folder: string): string | undefined {
  return readText(join(folder, KEPT.brokerPassword));
}
