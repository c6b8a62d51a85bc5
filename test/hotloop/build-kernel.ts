import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The SIMD kernels are built with the program; where the tests run first, they build it. */
export function buildKernel(): void {
  if (existsSync(join(root, "dist/hotloop/kernel-fused.wasm"))) return;
  execFileSync("npm", ["run", "--silent", "build:kernel"], { cwd: root, stdio: "ignore" });
}
