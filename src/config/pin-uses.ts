/** What a configuration may say of button and light. */
export interface PinLines {
  readonly button: number;
  readonly led?: number | undefined;
  readonly ledBright?: number | undefined;
  readonly strip?: { readonly data: number; readonly clock: number } | undefined;
}

export type PinUse = "button" | "led" | "ledBright" | "data" | "clock";

export interface UsedLine {
  readonly use: PinUse;
  /** As the header names it. */
  readonly line: number;
}

/** Every line that button and light use, the button first. */
export function usedLines({ button, led, ledBright, strip }: PinLines): readonly UsedLine[] {
  const uses: readonly (readonly [PinUse, number | undefined])[] = [
    ["button", button],
    ["led", led],
    ["ledBright", ledBright],
    ["data", strip?.data],
    ["clock", strip?.clock],
  ];
  return uses.flatMap(([use, line]) => (line === undefined ? [] : [{ use, line }]));
}
