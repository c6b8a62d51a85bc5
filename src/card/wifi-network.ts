/** A network that the device joins. */
export interface WifiNetwork {
  readonly name: string;
  /** Two capital letters: the rules of its radio. */
  readonly country: string;
  /** 64 hex digits, derived from password and name (IEEE 802.11i, PBKDF2): the password itself is not kept. */
  readonly key: string;
  readonly hidden: boolean;
}

/** What wpa_supplicant reads. No control socket: nobody on the device talks to it. */
export function wifiFile({ name, country, key, hidden }: WifiNetwork): string {
  return [
    "# Made from sotto-setup.toml.",
    `country=${country}`,
    "network={",
    `\tssid=${hexOf(name)}`,
    `\tscan_ssid=${hidden ? 1 : 0}`,
    `\tpsk=${key}`,
    "\tkey_mgmt=WPA-PSK WPA-PSK-SHA256",
    // Management frames are protected where the access point can.
    "\tieee80211w=1",
    "}",
    "",
  ].join("\n");
}

/** The key that such a file holds for this network; undefined where it is for another one. */
export function keyInWifiFile(file: string, name: string): string | undefined {
  const [, ssid] = /^\tssid=([0-9a-f]+)$/m.exec(file) ?? [];
  const [, key] = /^\tpsk=([0-9a-f]{64})$/m.exec(file) ?? [];
  return ssid === hexOf(name) ? key : undefined;
}

function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
