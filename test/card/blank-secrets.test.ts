import { describe, expect, it } from "vitest";
import { blankPasswords } from "../../src/card/blank-secrets.js";

describe("a file without its passwords", () => {
  it("keeps everything else as it was written", () => {
    const before =
      '# mine\n[wifi]\nname = "home"\n  password = "pass # \\"word\\"" # of the router\n\n[broker]\nuserName = "k"\n';
    const after =
      '# mine\n[wifi]\nname = "home"\n  password = "" # of the router\n\n[broker]\nuserName = "k"\n';
    expect(blankPasswords(before)).toBe(after);
  });

  it.each([
    ["password = 'it''s'", "password = \"\"'s'"],
    ['wifi.password="a"', 'wifi.password=""'],
    ['"password" = "a"', '"password" = ""'],
    ["\twifi . \"password\" = 'a'", '\twifi . "password" = ""'],
    ['password = "a"\r', 'password = ""\r'],
  ])("finds %j", (before, after) => {
    expect(blankPasswords(before)).toBe(after);
  });

  it.each(['passwordHint = "a"', '# password = "a"', 'name = "password = 1"'])("leaves %j", (line) => {
    expect(blankPasswords(line)).toBe(line);
  });
});
