import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { SottoError } from "../../domain/errors.js";

declare global {
  // Node has it; the type library for Node does not say so.
  namespace WebAssembly {
    function instantiate(bytes: Uint8Array): Promise<{ instance: { exports: object } }>;
    function validate(bytes: Uint8Array): boolean;
  }
}

/** What src/hotloop/assembly/index.ts exports, and explains. Addresses and strides are bytes in `memory`. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  convolve(
    input: number,
    rowStride: number,
    positionStride: number,
    rows: number,
    columns: number,
    kernelRows: number,
    run: number,
    weights: number,
    bias: number,
    outputs: number,
    output: number,
    outputRowStride: number,
  ): void;
  pool(
    input: number,
    rows: number,
    columns: number,
    channels: number,
    poolRows: number,
    poolColumns: number,
    output: number,
    outputRowStride: number,
  ): void;
  dense(
    input: number,
    inputs: number,
    weights: number,
    bias: number,
    units: number,
    output: number,
    rectify: 0 | 1,
  ): void;
  bandPowers(
    sound: number,
    window: number,
    turns: number,
    places: number,
    filters: number,
    heights: number,
    points: number,
    powers: number,
    output: number,
  ): void;
  carry(to: number, from: number, bytes: number): void;
  erase(at: number, bytes: number): void;
  trial(): number;
}

/** "fused": with multiply-add in one instruction. */
export const KERNEL_NAMES = ["fused", "plain"] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];

const EXPORTS = ["convolve", "pool", "dense", "bandPowers", "carry", "erase", "trial"] as const;
/** What the kernel's trial gives where the machine understands multiply-add as the kernel does. */
const TRIAL = 17;

/**
 * A fresh instance of the fastest kernel that this V8 understands.
 * @param only that one kernel
 * @throws SottoError ENGINE_UNAVAILABLE where it was not built, or where the machine has no WASM SIMD
 */
export async function loadKernel(only?: KernelName): Promise<Kernel> {
  if (only !== "plain") {
    const fused = await instantiate("fused");
    if (fused !== undefined && fused.trial() === TRIAL) return fused;
  }
  const plain = only === "fused" ? undefined : await instantiate("plain");
  if (plain === undefined) throw new SottoError("ENGINE_UNAVAILABLE", "simd: this V8 runs no such kernel");
  return plain;
}

async function instantiate(name: KernelName): Promise<Kernel | undefined> {
  try {
    // The same place from src/hotloop/edge and from dist/hotloop/edge.
    const bytes = await readFile(new URL(`../../../dist/hotloop/kernel-${name}.wasm`, import.meta.url));
    const exports = await optimised(async () =>
      understands(bytes) ? (await WebAssembly.instantiate(bytes)).instance.exports : undefined,
    );
    if (exports === undefined || isKernel(exports)) return exports;
  } catch (error) {
    throw new SottoError("ENGINE_UNAVAILABLE", `simd: dist/hotloop/kernel-${name}.wasm does not load`, error);
  }
  throw new SottoError("ENGINE_UNAVAILABLE", `simd: dist/hotloop/kernel-${name}.wasm is of another version`);
}

/** Node 20 has multiply-add behind a flag of V8; later ones have it without, and may not know the flag. */
function understands(bytes: Uint8Array): boolean {
  if (WebAssembly.validate(bytes)) return true;
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(bytes);
}

/**
 * V8 first compiles in haste and replaces that code when a thread of its own finds the time: on a busy machine the
 * kernel was seen to run for 40 s at a tenth of its speed. 3 KB compile in milliseconds, so it is done well at once.
 */
async function optimised<T>(compile: () => Promise<T>): Promise<T> {
  setFlagsFromString("--no-liftoff");
  try {
    return await compile();
  } finally {
    setFlagsFromString("--liftoff");
  }
}

function isKernel(exports: object): exports is Kernel {
  return (
    "memory" in exports &&
    EXPORTS.every((name) => name in exports && typeof Reflect.get(exports, name) === "function")
  );
}
