import { describe, expect, it } from "vitest";
import { keyInWifiFile, wifiFile } from "../../src/card/wifi-network.js";

const network = { name: 'Küche"\n}', country: "DE", key: "ab".repeat(32), hidden: false };

describe("the file of a Wi-Fi network", () => {
  it("holds the name so that nothing in it can be more than a name", () => {
    const file = wifiFile(network);
    expect(file).toContain("ssid=4bc3bc636865220a7d\n");
    expect(file.match(/\}/g)).toHaveLength(1);
    expect(file).toContain("country=DE\n");
  });

  it("asks for a hidden network by its name, and for no other", () => {
    expect(wifiFile(network)).toContain("scan_ssid=0");
    expect(wifiFile({ ...network, hidden: true })).toContain("scan_ssid=1");
  });

  it("gives its key back for this network alone", () => {
    expect(keyInWifiFile(wifiFile(network), network.name)).toBe(network.key);
    expect(keyInWifiFile(wifiFile(network), "another")).toBeUndefined();
    expect(keyInWifiFile("", network.name)).toBeUndefined();
  });
});
