import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readPassword, readSecret } from "../../src/deliver/edge/tls-files.js";
import { createDevice, loadSealingDevice } from "../../src/keys/edge/device-keys.js";
import { handedOver } from "../../src/keys/edge/handed-over.js";

let folder: string;
let credentials: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-handed-"));
  credentials = join(folder, "credentials");
  mkdirSync(credentials, { mode: 0o700 });
  vi.stubEnv("CREDENTIALS_DIRECTORY", credentials);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** As systemd leaves it: readable by its owner, and by the user whom an access list names. */
function handOver(name: string, content: string | Uint8Array, mode = 0o440): string {
  const path = join(credentials, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe("a secret that the service manager handed over", () => {
  it("is the device's key, where the ear cannot read the file", () => {
    const home = join(folder, "sotto-ear");
    const made = createDevice(home);
    handOver("sotto-ear_device.key", readFileSync(join(home, "device.key")));
    renameSync(join(home, "device.key"), join(folder, "elsewhere"));
    expect(loadSealingDevice(home).identity.name).toBe(made.name);
  });

  it("goes before the file that the configuration names, in a folder of the same name alone", () => {
    const secrets = join(folder, "secrets");
    mkdirSync(secrets);
    const file = join(secrets, "broker.password");
    writeFileSync(file, "from the file\n", { mode: 0o600 });
    expect(readPassword(file)?.toString()).toBe("from the file");
    handOver("other_broker.password", "another's");
    expect(readPassword(file)?.toString()).toBe("from the file");
    handOver("secrets_broker.password", "handed over\n");
    expect(readPassword(file)?.toString()).toBe("handed over");
  });

  it("is asked of nobody on a laptop", () => {
    handOver("secrets_tls.key", "handed over");
    vi.stubEnv("CREDENTIALS_DIRECTORY", undefined);
    expect(handedOver("/etc/sotto/secrets/tls.key", 100)).toBeUndefined();
    expect(() => readSecret("/nonexistent/secrets/tls.key")).toThrow("FILE_UNREADABLE");
  });

  it.each([
    { what: "open to anybody", name: "secrets_open", make: () => handOver("secrets_open", "x", 0o444) },
    { what: "too long", name: "secrets_long", make: () => handOver("secrets_long", "x".repeat(101)) },
    { what: "a folder", name: "secrets_folder", make: () => mkdirSync(join(credentials, "secrets_folder")) },
  ])("is refused where it is $what", ({ name, make }) => {
    make();
    expect(() => handedOver(`/etc/sotto/secrets/${name.slice("secrets_".length)}`, 100)).toThrow(
      "KEY_INVALID",
    );
  });

  it("is no link", () => {
    symlinkSync("/etc/hostname", join(credentials, "secrets_link"));
    expect(() => handedOver("/etc/sotto/secrets/link", 100)).toThrow("FILE_UNREADABLE");
  });
});
