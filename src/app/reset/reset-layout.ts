import { readFileSync } from "node:fs";
import { z } from "zod";
import { DEVICE } from "../update/device-layout.js";

const layoutSchema = z.strictObject({
  /** The tree that erases: never one of those that are erased. */
  root: z.string(),
  config: z.string(),
  /** The partition that starts the machine; absent where a package was installed on a system of somebody's. */
  card: z.string(),
  /** Only an image has this folder. */
  image: z.string(),
  /** Where an image mounts its data partition. */
  data: z.string(),
  /** A folder that an image binds from there. */
  bound: z.string(),
  /** Says which partition that is, also before it is mounted. */
  mountTable: z.string(),
  /** The owner's, where there is no such partition. */
  folders: z.array(z.string()).readonly(),
  /** Remembers there that a reset was begun. */
  pendingFolder: z.string(),
  /** The light's, which remembers the mute. */
  light: z.string(),
  /** In memory: which lamp this is, for light-safe, also while there is neither configuration nor the light's folder. */
  lamp: z.string(),
});

/** What there is to erase, and where it is said. */
export type ResetLayout = Readonly<z.infer<typeof layoutSchema>>;

export const DEVICE_RESET: ResetLayout = {
  root: DEVICE.root,
  config: DEVICE.config,
  card: DEVICE.card,
  image: "/usr/lib/sotto-image",
  data: "/data",
  bound: "/etc/sotto",
  mountTable: "/etc/fstab",
  folders: [
    "/etc/sotto",
    // Whom the uplink may reach, by name-broker.
    "/etc/systemd/system/sotto-uplink.service.d",
    "/var/lib/sotto-ear",
    "/var/lib/sotto-words",
    "/var/lib/sotto-light",
    "/var/lib/sotto-uplink",
    DEVICE.releases,
    // When somebody spoke stands in it. All of it: what a service wrote cannot be picked out of the journal's files.
    "/var/log/journal",
  ],
  pendingFolder: "/var/lib",
  light: "/var/lib/sotto-light",
  lamp: "/run/sotto-reset",
};

/** Another layout, as JSON: a device whose partitions are files. @throws ZodError, SyntaxError */
export function readLayout(path: string): ResetLayout {
  return layoutSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}
