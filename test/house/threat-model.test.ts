import { describe, expect, it } from "vitest";
import { projectFiles, readProjectFile } from "./project-files.js";

const page = readProjectFile("SECURITY.md");
const attackers = (/## Who attacks[\s\S]*?\n## /.exec(page)?.[0] ?? "").split("\n### ").slice(1);
const NAMED_TEST = /`(test\/[\w./-]+\.test\.ts)`/g;

describe("The threat model in SECURITY.md", () => {
  it("says of each attacker what they get, and which test proves what they don't", () => {
    expect(attackers.length).toBeGreaterThanOrEqual(10);
    const lacking = attackers.filter((section) => {
      const tests = [...section.matchAll(NAMED_TEST)];
      return !section.includes("**Proved by**") || tests.length === 0;
    });
    expect(lacking.map((section) => section.split("\n")[0])).toEqual([]);
  });

  it("names tests that are there, and leaves out none of test/security", () => {
    const named = new Set([...page.matchAll(NAMED_TEST)].map(([, path = ""]) => path));
    const files = projectFiles();
    expect([...named].filter((path) => !files.includes(path))).toEqual([]);
    const own = files.filter((path) => /^test\/security\/.*\.test\.ts$/.test(path));
    expect(own.filter((path) => !named.has(path))).toEqual([]);
  });
});

it("verification of TLS is switched off nowhere, and there is no setting that could", () => {
  const code = projectFiles().filter((path) => /^(src|scripts)\/.*\.(ts|mjs)$/.test(path));
  const off =
    /rejectUnauthorized\s*:(?!\s*true\b)|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity\s*:\s*\(\)/;
  expect(code.filter((path) => off.test(readProjectFile(path)))).toEqual([]);
  expect(readProjectFile("src/deliver/edge/broker-socket.ts")).toContain("rejectUnauthorized: true");
  expect(readProjectFile("src/deliver/edge/broker-socket.ts")).toContain('minVersion: "TLSv1.2"');
  expect(readProjectFile("docs/configuration.md")).not.toMatch(/insecure|verify|rejectUnauthorized/i);
});
