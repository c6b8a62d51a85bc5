import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const hasDpkg = spawnSync("dpkg-deb", ["--version"]).status === 0;
const LIBRARIES = ["steps", "project", "gpio-addon", "bundled-node", "device-tree", "debian-package"];
const MODELS = ["embedding.onnx", "moonshine-tiny-en/encoder.ort"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sotto-package-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bash(script: string): string {
  const sources = LIBRARIES.map((name) => `. scripts/lib/${name}.sh\n`).join("");
  const { status, stdout, stderr } = spawnSync("bash", ["-euc", sources + script], {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      SOTTO_CACHE: join(folder, "cache"),
      SOTTO_OWN: folder,
      SOURCE_DATE_EPOCH: "1700000000",
    },
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout;
}

function put(path: string, text = path): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe("the dependencies that a device gets", () => {
  it("are without the programs of other machines, without sources and types, and with their licences", () => {
    const kept = [
      "onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1",
      "onnxruntime-node/dist/index.js",
      "@evan/opus/node/arm64-linux.node",
      "@evan/opus/node/index.js",
      "@libsql/linux-arm64-gnu/index.node",
      "@tensorflow/tfjs-core/dist/tf-core.node.js",
      "@tensorflow/tfjs-core/LICENSE",
      "@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.node.js",
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm",
      "epoll/build/Release/epoll.node",
      "zod/index.js",
      "zod/LICENSE",
    ];
    const gone = [
      "onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1",
      "onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.dylib",
      "onnxruntime-node/bin/napi-v6/win32/arm64/onnxruntime.dll",
      "@evan/opus/node/x64-linux.node",
      "@evan/opus/node/arm64-darwin.node",
      "@libsql/linux-arm64-musl/index.node",
      "@tensorflow/tfjs-core/dist/tf-core.es2017.js",
      "@tensorflow/tfjs-core/dist/ops/add.js",
      "@tensorflow/tfjs-core/src/index.ts",
      "@tensorflow/tfjs-backend-cpu/dist/index.js",
      "epoll/src/epoll.cc",
      "zod/index.d.ts",
      "zod/index.js.map",
      "zod/README.md",
      "@types/node/index.d.ts",
    ];
    for (const path of [...kept, ...gone]) put(`modules/${path}`);
    bash('prune_modules "$SOTTO_OWN/modules" arm64');
    const there = (path: string) => existsSync(join(folder, "modules", path));
    expect(kept.filter((path) => !there(path))).toEqual([]);
    expect(gone.filter(there)).toEqual([]);
  });
});

describe.skipIf(!hasDpkg || !existsSync(join(root, "dist/cli/main.js")))("the package", () => {
  /** All but the weight: Node, dependencies and models are a line each. */
  const build = (name: string) =>
    bash(`
      bundled_node=$SOTTO_OWN/node device_modules=$SOTTO_OWN/some-modules
      device_tree "$SOTTO_OWN/${name}/opt/sotto" x64
      debian_root "$SOTTO_OWN/${name}" x64 9.9.9
      compress "$SOTTO_OWN/${name}" "$SOTTO_OWN/${name}.deb"`);
  const control = (field: string) =>
    spawnSync("dpkg-deb", ["--field", join(folder, "one.deb"), field], { encoding: "utf8" }).stdout.trim();

  beforeAll(() => {
    put("node/bin/node", "#!/bin/sh\n");
    put("node/LICENSE");
    put("some-modules/zod/package.json", '{"name":"zod","version":"1.2.3","license":"MIT"}');
    put("some-modules/zod/LICENSE");
    const manifest: { models: { file: string }[] } = JSON.parse(
      readFileSync(join(root, "models/manifest.json"), "utf8"),
    );
    for (const { file } of manifest.models) put(`cache/models/${file}`);
    build("one");
  });

  it("is the same bytes again, whenever and wherever it is built", () => {
    build("elsewhere");
    const sum = (name: string) =>
      createHash("sha256")
        .update(readFileSync(join(folder, `${name}.deb`)))
        .digest("hex");
    expect(sum("elsewhere")).toBe(sum("one"));
  });

  it("says what it is", () => {
    expect([control("Package"), control("Version"), control("Architecture")]).toEqual([
      "sotto",
      "9.9.9",
      "amd64",
    ]);
    expect(Number(control("Installed-Size"))).toBeGreaterThan(1_000);
  });

  it("belongs to root, can be read by all, and puts each thing where systemd and apt look", () => {
    const { stdout } = spawnSync("dpkg-deb", ["--contents", join(folder, "one.deb")], { encoding: "utf8" });
    const rows = stdout.trim().split("\n");
    expect(rows.filter((row) => !/^.r..r-.r-.\s+root\/root|^l/.test(row))).toEqual([]);
    const paths = rows.map((row) => row.split(/\s+/)[5]?.slice(1));
    for (const path of [
      "/usr/bin/sotto",
      "/usr/lib/systemd/system/sotto-ear.service",
      "/usr/lib/systemd/system/sotto-changes.path",
      "/usr/lib/sysusers.d/sotto.conf",
      "/usr/lib/tmpfiles.d/sotto.conf",
      "/usr/lib/udev/rules.d/60-sotto-gpio.rules",
      "/opt/sotto/bin/sotto-process",
      "/opt/sotto/scripts/demo/recordings/recordings.json",
      ...MODELS.map((file) => `/opt/sotto/cache/models/${file}`),
    ]) {
      expect(paths).toContain(path);
    }
    expect(paths.filter((path) => path?.endsWith(".map") || path?.startsWith("/etc"))).toEqual([]);
  });

  it("names the licence of what it bundles", () => {
    const copyright = readFileSync(join(folder, "one/usr/share/doc/sotto/copyright"), "utf8");
    expect(copyright).toContain(
      "the authors of zod 1.2.3\nLicense: MIT\n Full text: /opt/sotto/node_modules/zod/LICENSE",
    );
    expect(copyright).toContain("License: Apache-2.0");
    expect(copyright).toMatch(/Moonshine tiny-en, encoder.*\nLicense: MIT/);
  });

  it("has scripts that a shell takes, and a sum for every file", () => {
    for (const name of ["postinst", "prerm", "postrm"]) {
      const path = join(folder, "one/DEBIAN", name);
      expect(statSync(path).mode & 0o777).toBe(0o755);
      expect(spawnSync("sh", ["-n", path], { encoding: "utf8" }).stderr).toBe("");
    }
    const script = (name: string) => readFileSync(join(folder, "one/DEBIAN", name), "utf8");
    // A reset that was asked for and not carried out must not wait for the package's return.
    expect(script("postrm")).toContain(
      "rm -f /var/lib/sotto-reset.pending /boot/firmware/sotto-reset.pending",
    );
    for (const name of ["postinst", "prerm", "postrm"]) expect(script(name)).not.toMatch(/@[A-Z]+@/);
    for (const unit of [
      "sotto-key.service",
      "sotto-ear.service",
      "sotto-changes.path",
      "sotto-secrets.path",
    ]) {
      expect(script("postinst")).toMatch(new RegExp(`^enabled='.*${unit}.*'$`, "m"));
      expect(script("postinst")).toMatch(new RegExp(`^started='.*${unit}.*'$`, "m"));
    }
    // It is started by others, never by itself.
    const settles = script("postinst").indexOf("update.js settle");
    expect(settles).toBeGreaterThan(0);
    expect(settles, "settled before anything starts").toBeLessThan(
      script("postinst").indexOf("deb-systemd-invoke start"),
    );
    expect(script("postinst")).not.toContain("sotto-changes.service");
    const checked = spawnSync("md5sum", ["--check", "--quiet", "DEBIAN/md5sums"], {
      cwd: join(folder, "one"),
    });
    expect(checked.status).toBe(0);
  });

  it.skipIf(spawnSync("apt-get", ["--version"]).status !== 0)(
    "is found by apt in the folder of a release",
    () => {
      bash('apt_folder "$SOTTO_OWN/apt" "$SOTTO_OWN/one.deb"');
      put("state/sources.list", `deb [trusted=yes arch=amd64] file:${folder}/apt ./\n`);
      for (const each of ["lists/partial", "archives/partial"])
        mkdirSync(join(folder, "state", each), { recursive: true });
      put("state/status", "");
      const options = [
        `Dir::Etc::SourceList=${folder}/state/sources.list`,
        "Dir::Etc::SourceParts=/dev/null",
        `Dir::State::Lists=${folder}/state/lists`,
        `Dir::State::Status=${folder}/state/status`,
        `Dir::Cache=${folder}/state`,
        "APT::Architecture=amd64",
        "APT::Sandbox::User=",
      ].flatMap((option) => ["-o", option]);
      const updated = spawnSync("apt-get", [...options, "update"], { encoding: "utf8" });
      expect(updated.stderr).toBe("");
      const { stdout } = spawnSync("apt-cache", [...options, "policy", "sotto"], { encoding: "utf8" });
      expect(stdout).toContain("Candidate: 9.9.9");
    },
  );
});
