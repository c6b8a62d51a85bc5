import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.js";
import { codeOf } from "../../src/domain/errors.js";
import { bwrapArguments } from "../../src/isolation/bwrap-arguments.js";
import { CONFINED, type Confined, sandboxOf, type World } from "../../src/isolation/sandbox.js";

const share = "/people/ada/.local/share";

function world(changes: Partial<World> = {}): World {
  return {
    home: "/people/ada",
    workFolder: "/people/ada",
    project: "/opt/sotto",
    node: "/people/ada/.nvm/versions/node/v22/bin/node",
    cache: "/people/ada/.cache/sotto",
    places: {
      device: `${share}/sotto-device`,
      owner: `${share}/sotto-owner`,
      words: `${share}/sotto-words`,
      light: `${share}/sotto-light`,
      uplink: `${share}/sotto-uplink`,
      keeper: `${share}/sotto-keeper`,
      run: "/run/user/1000/sotto",
    },
    configFile: "/people/ada/.config/sotto/config.toml",
    config: parseConfig({}),
    alsaFiles: [],
    gpioFolders: ["/sys/devices/platform/soc/gpio"],
    systemFolders: [
      { path: "/bin", target: "usr/bin" },
      { path: "/lib", target: undefined },
    ],
    environment: { PATH: "/secret/bin", SSH_AUTH_SOCK: "/run/agent", TZ: "Europe/Berlin" },
    earReads: [],
    ...changes,
  };
}

/** The codes with which the four sandboxes are refused. */
function refusals(of: World): unknown[] {
  return CONFINED.flatMap((name) => {
    try {
      sandboxOf(name, of);
      return [];
    } catch (error) {
      return [codeOf(error)];
    }
  });
}

/** Every path that a sandbox's arguments name as a source. */
function sources(name: Confined, of: World): string[] {
  const args = bwrapArguments(sandboxOf(name, of));
  return args.flatMap((arg, at) => (/^--(ro-|dev-)?bind(-try)?$/.test(arg) ? [args[at + 1] ?? ""] : []));
}

describe("a sandbox", () => {
  it.each(CONFINED)("never names the owner's folder, nor home as a whole: %s", (name) => {
    const paths = sources(name, world());
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => path.includes("sotto-owner"))).toEqual([]);
    expect(
      paths.filter((path) => ["/", "/people", "/people/ada", "/etc", "/run", "/var"].includes(path)),
    ).toEqual([]);
  });

  it("keeps each process's own folder from the others", () => {
    const holders = (place: string) =>
      CONFINED.filter((name) => sources(name, world()).includes(`${share}/${place}`));
    expect(holders("sotto-device")).toEqual(["ear"]);
    expect(holders("sotto-words")).toEqual(["ear"]);
    expect(holders("sotto-light")).toEqual(["light"]);
    expect(holders("sotto-uplink")).toEqual(["uplink"]);
    expect(holders("sotto-keeper")).toEqual(["keep"]);
  });

  it("shows enrolled words to the ear to read and not to write", () => {
    const { readable, writable } = sandboxOf("ear", world());
    expect(readable).toContain(`${share}/sotto-words`);
    expect(writable).toEqual([]);
  });

  it("shows the boards' profiles to all, since a configuration may name one", () => {
    expect(CONFINED.filter((name) => sources(name, world()).includes("/opt/sotto/hardware"))).toEqual([
      ...CONFINED,
    ]);
  });

  it("gives each pair the folder of its socket and nobody else", () => {
    const holders = (socket: string) =>
      CONFINED.filter((name) => sources(name, world()).includes(`/run/user/1000/sotto/${socket}`));
    expect(holders("ear-light")).toEqual(["ear", "light"]);
    expect(holders("ear-uplink")).toEqual(["ear", "uplink"]);
    expect(holders("light-uplink")).toEqual(["light", "uplink"]);
    expect(holders("control")).toEqual(["light"]);
  });

  it("gives sound to the ear, pins to the light, network to the uplink and the keeper", () => {
    const devices = CONFINED.filter((name) => sources(name, world()).includes("/dev/snd"));
    expect(devices).toEqual(["ear"]);
    const offline = CONFINED.filter((name) =>
      bwrapArguments(sandboxOf(name, world())).includes("--unshare-net"),
    );
    expect(offline).toEqual(["ear", "light"]);
    const pinned = world({ config: parseConfig({ pins: { button: 17, led: 27 } }) });
    const writesPins = (of: World) =>
      CONFINED.filter((name) => sandboxOf(name, of).writable.includes("/sys/devices/platform/soc/gpio"));
    expect(writesPins(pinned)).toEqual(["light"]);
    expect(writesPins(world())).toEqual([]);
  });

  it("shows the broker's files to those who speak to it", () => {
    const broker = {
      url: "mqtts://broker.example:8883",
      caFile: "/etc/sotto/ca.pem",
      certFile: "/etc/sotto/client.pem",
      keyFile: "/etc/sotto/client.key",
    };
    const of = world({ config: parseConfig({ broker }) });
    expect(CONFINED.filter((name) => sources(name, of).includes("/etc/sotto/client.key"))).toEqual([
      "uplink",
      "keep",
    ]);
  });

  it("shows the broker's folder whole where one is named, unless somebody's keys lie in it", () => {
    const at = (folder: string) =>
      world({ config: parseConfig({ broker: { url: "mqtts://broker.example", folder } }) });
    const holders = CONFINED.filter((name) => sources(name, at("/etc/broker")).includes("/etc/broker"));
    expect(holders).toEqual(["uplink", "keep"]);
    expect(refusals(at(share))).toEqual(["CONFIG_INVALID", "CONFIG_INVALID"]);
  });

  it("passes no variable on but the listed ones", () => {
    const { environment } = sandboxOf("ear", world());
    expect(environment).toEqual({
      HOME: "/people/ada",
      PATH: "/people/ada/.nvm/versions/node/v22/bin:/usr/local/bin:/usr/bin:/bin",
      ORT_DISABLE_TELEMETRY: "1",
      TZ: "Europe/Berlin",
    });
  });

  it("mounts outer folders before inner ones, and makes the rest unwritable last", () => {
    const args = bwrapArguments(
      sandboxOf("uplink", world({ places: { ...world().places, run: "/tmp/run" } })),
    );
    expect(args.indexOf("/tmp")).toBeLessThan(args.indexOf("/tmp/run/ear-uplink"));
    const last = args.lastIndexOf("--remount-ro");
    expect(args[last + 1]).toBe("/");
    expect(Math.max(...args.map((arg, at) => (/bind/.test(arg) ? at : 0)))).toBeLessThan(last);
  });

  it("takes the folder of an ALSA file, but of a folder that is everybody's the file alone", () => {
    const paths = sources(
      "ear",
      world({ alsaFiles: ["/tmp/microphone/asound.conf", "/tmp/a.conf", "/people/ada/b.conf"] }),
    );
    expect(paths).toEqual(expect.arrayContaining(["/tmp/microphone", "/tmp/a.conf", "/people/ada/b.conf"]));
    expect(paths).not.toContain("/tmp");
  });

  it.each([
    ["owner", "device", `${share}/sotto-device/owner`],
    ["owner", "device", `${share}/sotto-device`],
    ["keeper", "uplink", `${share}/sotto-uplink/keeper`],
    ["device", "uplink", `${share}/sotto-uplink/device`],
    ["run", "device", `${share}/sotto-device/run`],
    ["words", "uplink", `${share}/sotto-uplink/words`],
    ["owner", "words", `${share}/sotto-words/owner`],
  ])("is refused where the %s's folder lies in the %s's", (inner, _outer, path) => {
    const laid = world({ places: { ...world().places, [inner]: path } });
    expect(refusals(laid)).toContain("CONFIG_INVALID");
  });

  it("is refused where a cache, a program or a microphone's folder holds somebody's folder", () => {
    const within = (owner: string, changes: Partial<World> = {}) =>
      refusals(world({ ...changes, places: { ...world().places, owner } }));
    expect(within("/people/ada/.cache/sotto/owner")).toEqual(["CONFIG_INVALID"]);
    expect(within("/opt/sotto/dist/owner")).toEqual(CONFINED.map(() => "CONFIG_INVALID"));
    expect(within("/demo/owner", { alsaFiles: ["/demo/asound.conf"] })).toEqual(["CONFIG_INVALID"]);
    expect(refusals(world())).toEqual([]);
  });
});
