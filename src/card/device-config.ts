import type { Setup } from "./setup-file.js";

/** Folders and sockets as the units lay them out; hardware/systemd/config.toml says the same. */
export const DEVICE_FOLDERS = {
  device: "/var/lib/sotto-ear",
  words: "/var/lib/sotto-words",
  light: "/var/lib/sotto-light",
  uplink: "/var/lib/sotto-uplink",
  run: "/run/sotto",
} as const;

/** What the device keeps of the card, in the folder of its configuration. */
export const KEPT = {
  config: "config.toml",
  brokerPassword: "secrets/broker.password",
  /** Not among the secrets, which the uplink is handed as a whole. */
  wifi: "wifi/wifi.conf",
  ca: "ca.pem",
  hosts: "hosts",
  wall: "uplink-wall.conf",
  zone: "localtime",
  /** Of the card as it was left, so that the next boot knows whether anything was changed on it. */
  applied: "setup.sha256",
} as const;

/** The configuration, as a table for TOML. @param folder where the device keeps it, such as /etc/sotto */
export function deviceConfig(setup: Setup, folder: string): Readonly<Record<string, unknown>> {
  const { mode, profile, broker, config } = setup;
  const { url, userName, caFile, allowClear } = broker;
  const further = tableOf(config["broker"]);
  return {
    ...config,
    mode,
    ...(profile === undefined ? {} : { hardware: { profile } }),
    ...(url === undefined
      ? {}
      : {
          broker: {
            ...further,
            url,
            ...(userName === undefined ? {} : { userName, passwordFile: `${folder}/${KEPT.brokerPassword}` }),
            ...(caFile === undefined ? {} : { caFile: `${folder}/${KEPT.ca}` }),
            ...(allowClear === undefined ? {} : { allowClear }),
          },
        }),
    folders: DEVICE_FOLDERS,
  };
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
