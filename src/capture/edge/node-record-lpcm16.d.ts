/** What node-record-lpcm16 1.0.1 really does, as far as it is used; it ships no types. */
declare module "node-record-lpcm16" {
  import type { ChildProcessWithoutNullStreams } from "node:child_process";
  import type { Readable } from "node:stream";

  export interface Recording {
    /** The recorder. Its `error` has no handler: one must be attached in the tick of `record`. */
    readonly process: ChildProcessWithoutNullStreams;
    /** The recorder's standard output. Emits `error` with a string, not an Error, even after its end. */
    stream(): Readable;
  }

  /** CommonJS whose exports Node cannot name, so all of it is the default. */
  const lpcm16: {
    /** All options reach the recorder module, which `recorder` may name by an absolute path. */
    record(options: Readonly<Record<string, unknown>>): Recording;
  };
  export default lpcm16;
}
