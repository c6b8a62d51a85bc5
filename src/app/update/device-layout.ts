/** Where things lie on a device; the tests name places of their own. */
export interface DeviceLayout {
  /** What the image or the package brought: always whole, never written by an update. */
  readonly root: string;
  /** The two folders, the link and the state. */
  readonly releases: string;
  /** The partition that a laptop can read too; it may be absent. */
  readonly card: string;
  readonly config: string;
}

export const DEVICE: DeviceLayout = {
  root: "/opt/sotto",
  releases: "/var/lib/sotto-releases",
  card: "/boot/firmware",
  config: "/etc/sotto/config.toml",
};
