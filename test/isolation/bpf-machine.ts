import { SottoError } from "../../src/domain/errors.js";
import { DATA } from "../../src/isolation/seccomp.js";

/** One system call as the kernel shows it to a filter. */
export interface Call {
  readonly architecture: number;
  readonly number: number;
  /** The low halves of the first arguments; the rest are 0. */
  readonly arguments: readonly number[];
}

const DATA_BYTES = 64;
const INSTRUCTION_BYTES = 8;

function dataOf(call: Call): DataView {
  const view = new DataView(new ArrayBuffer(DATA_BYTES));
  view.setUint32(DATA.number, call.number, true);
  view.setUint32(DATA.architecture, call.architecture, true);
  for (const [index, value] of call.arguments.entries()) {
    view.setUint32(DATA.arguments + index * 8, value, true);
  }
  return view;
}

/**
 * Runs an encoded program of the classic packet filter, written from the kernel's documentation
 * (networking/filter.rst) and not from the assembler. Fails where the kernel's own check would refuse the program.
 */
export function judge(program: Uint8Array, call: Call): number {
  const data = dataOf(call);
  const code = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const length = program.byteLength / INSTRUCTION_BYTES;
  let a = 0;
  for (let at = 0; at < length; at++) {
    const opcode = code.getUint16(at * INSTRUCTION_BYTES, true);
    const ifTrue = code.getUint8(at * INSTRUCTION_BYTES + 2);
    const ifFalse = code.getUint8(at * INSTRUCTION_BYTES + 3);
    const k = code.getUint32(at * INSTRUCTION_BYTES + 4, true);
    switch (opcode) {
      case 0x20:
        if (k % 4 !== 0 || k >= DATA_BYTES) expectNever(`load at ${k}`);
        a = data.getUint32(k, true);
        break;
      case 0x54:
        a = (a & k) >>> 0;
        break;
      case 0x15:
        at += a === k ? ifTrue : ifFalse;
        break;
      case 0x35:
        at += a >= k ? ifTrue : ifFalse;
        break;
      case 0x45:
        at += (a & k) !== 0 ? ifTrue : ifFalse;
        break;
      case 0x06:
        return k;
      default:
        expectNever(`opcode ${opcode}`);
    }
  }
  return expectNever("the program ran past its end");
}

function expectNever(what: string): never {
  throw new SottoError("INTERNAL", what);
}
