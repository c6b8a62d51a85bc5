/** The WebAssembly build inside @evan/opus, whose own types cover the package's main entry only. */
declare module "@evan/opus/wasm/index.mjs" {
  export class Encoder {
    constructor(options: {
      readonly channels: 1 | 2;
      readonly sample_rate: 8000 | 12000 | 16000 | 24000 | 48000;
      readonly application: "voip" | "audio" | "restricted_lowdelay";
    });
    /** Without `value` it reads. */
    ctl(command: number, value?: number): number;
    encode(pcm: ArrayBufferView): Uint8Array;
    drop(): void;
  }
}
