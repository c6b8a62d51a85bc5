import { describe, expect, it } from "vitest";
import { brokerWall, hostsFile, wallUnit } from "../../src/card/broker-wall.js";

describe("whom the uplink may reach", () => {
  it("is nobody without a broker, or with one on the device itself", () => {
    expect(brokerWall(undefined, undefined)).toEqual({ to: "nobody" });
    expect(wallUnit(brokerWall("mqtt://127.0.0.1:1883", undefined))).not.toContain("IPAddressAllow");
  });

  it("is the broker's addresses where it is named by them, of either kind", () => {
    const wall = brokerWall("mqtts://192.0.2.7:8883,mqtts://[2001:db8::7]", undefined);
    expect(wall).toEqual({ to: "addresses", addresses: ["192.0.2.7", "2001:db8::7"], names: [] });
    expect(wallUnit(wall)).toContain("[Service]\nIPAddressAllow=192.0.2.7\nIPAddressAllow=2001:db8::7\n");
  });

  it("is the addresses that were said where it is named by name, and these are known without a resolver", () => {
    const said = ["192.0.2.7", "192.0.2.8"];
    const wall = brokerWall("mqtts://broker.example:8883", said);
    expect(wallUnit(wall)).toContain("IPAddressAllow=192.0.2.7\nIPAddressAllow=192.0.2.8\n");
    expect(hostsFile(wall, said)).toContain("192.0.2.7 broker.example\n192.0.2.8 broker.example\n");
  });

  it("is anybody where a name is all that is known", () => {
    const wall = brokerWall("mqtts://broker.example:8883", undefined);
    expect(wall).toEqual({ to: "anybody" });
    expect(wallUnit(wall)).toContain("IPAddressAllow=any\n");
    expect(hostsFile(wall, [])).toBe("127.0.0.1 localhost\n::1 localhost\n");
  });
});
