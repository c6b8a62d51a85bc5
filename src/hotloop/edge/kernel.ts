import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { SottoError } from "../../domain/errors.js";

declare global {
  // Node has it; the type library for Node does not say so.
  namespace WebAssembly {
    function instantiate(bytes: Uint8Array): Promise<{ instance: { exports: object } }>;
  }
}

/** What src/hotloop/assembly/index.ts exports. Addresses and strides are bytes in `memory`. */
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
    floor: number,
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
  carry(to: number, from: number, bytes: number): void;
  erase(at: number, bytes: number): void;
}

const PAGE_BYTES = 65_536;
/** The same place from src/hotloop/edge and from dist/hotloop/edge. */
const KERNEL = new URL("../../../dist/hotloop/kernel.wasm", import.meta.url);

/**
 * A fresh instance of the SIMD kernel with `bytes` of memory for the caller, and where they begin.
 * @throws SottoError ENGINE_UNAVAILABLE where it was not built, or where the machine has no WASM SIMD
 */
export async function loadKernel(bytes: number): Promise<{ kernel: Kernel; base: number }> {
  const kernel = await instantiate();
  const pages = kernel.memory.grow(Math.ceil(bytes / PAGE_BYTES));
  return { kernel, base: pages * PAGE_BYTES };
}

async function instantiate(): Promise<Kernel> {
  try {
    const bytes = await readFile(KERNEL);
    const { instance } = await optimised(() => WebAssembly.instantiate(bytes));
    if (isKernel(instance.exports)) return instance.exports;
  } catch (error) {
    throw new SottoError("ENGINE_UNAVAILABLE", "simd: dist/hotloop/kernel.wasm does not load", error);
  }
  throw new SottoError("ENGINE_UNAVAILABLE", "simd: dist/hotloop/kernel.wasm is of another version");
}

/**
 * V8 first compiles in haste and replaces that code when a thread of its own finds the time: on a busy machine the
 * kernel was seen to run for 40 s at a tenth of its speed. 2 KB compile in milliseconds, so it is done well at once.
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
    ["convolve", "pool", "carry", "erase"].every(
      (name) => name in exports && typeof Reflect.get(exports, name) === "function",
    )
  );
}
