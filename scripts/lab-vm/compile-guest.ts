import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/**
 * `compile-guest.ts FOLDER`: what runs in the machine, as plain modules for the package's own Node. Types are checked with
 * all the rest of the project, so they are only taken away here.
 */
const GUEST = fileURLToPath(new URL("./guest/", import.meta.url));
const [out] = process.argv.slice(2);
if (out === undefined) throw new Error("compile-guest.ts FOLDER");
rmSync(out, { recursive: true, force: true });
for (const name of readdirSync(GUEST, { recursive: true, encoding: "utf8" }).filter((each) =>
  each.endsWith(".ts"),
)) {
  const { outputText } = ts.transpileModule(readFileSync(join(GUEST, name), "utf8"), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ES2022,
      verbatimModuleSyntax: true,
    },
  });
  const to = join(out, name.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, outputText);
}
writeFileSync(join(out, "package.json"), '{ "type": "module" }\n');
