/** What leaves the house: the sound with its cuts, only command words, only text, or nothing. */
export const MODES = ["redact", "strict", "text", "local"] as const;
export type Mode = (typeof MODES)[number];
