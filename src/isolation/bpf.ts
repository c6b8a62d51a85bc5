/** One instruction of the kernel's classic packet filter: opcode, jumps if true and false, constant. */
export interface Instruction {
  readonly code: number;
  readonly ifTrue: number;
  readonly ifFalse: number;
  readonly constant: number;
}

/** The part of the instruction set that Sotto's filters use. Source: Linux, `uapi/linux/bpf_common.h`. */
export const OPCODES = {
  /** A = word at the constant offset. */
  load: 0x20,
  /** A &= constant. */
  and: 0x54,
  jumpIfEqual: 0x15,
  jumpIfAtLeast: 0x35,
  jumpIfAnyBit: 0x45,
  /** End with the constant. */
  give: 0x06,
} as const;

const INSTRUCTION_BYTES = 8;

export function load(offset: number): Instruction {
  return { code: OPCODES.load, ifTrue: 0, ifFalse: 0, constant: offset };
}

export function and(mask: number): Instruction {
  return { code: OPCODES.and, ifTrue: 0, ifFalse: 0, constant: mask };
}

/** On with the next but one instruction where A is the constant, else with the next. */
export function skipIfEqual(constant: number): Instruction {
  return { code: OPCODES.jumpIfEqual, ifTrue: 1, ifFalse: 0, constant };
}

export function give(value: number): Instruction {
  return { code: OPCODES.give, ifTrue: 0, ifFalse: 0, constant: value };
}

/**
 * The body where the condition on A holds, else on behind it. Bodies are at most 255 instructions and end with
 * `give`, so that A need not be loaded again.
 */
export function when(
  condition: "jumpIfEqual" | "jumpIfAtLeast" | "jumpIfAnyBit",
  constant: number,
  body: readonly Instruction[],
): readonly Instruction[] {
  return [{ code: OPCODES[condition], ifTrue: 0, ifFalse: body.length, constant }, ...body];
}

/** As the kernel takes it: 8 bytes an instruction, little-endian as both processors are. */
export function encodeProgram(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * INSTRUCTION_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [index, { code, ifTrue, ifFalse, constant }] of program.entries()) {
    const at = index * INSTRUCTION_BYTES;
    view.setUint16(at, code, true);
    view.setUint8(at + 2, ifTrue);
    view.setUint8(at + 3, ifFalse);
    view.setUint32(at + 4, constant, true);
  }
  return bytes;
}
