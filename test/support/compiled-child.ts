import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const project = fileURLToPath(new URL("../..", import.meta.url));

export interface CompiledChild {
  /** A program that `node` runs. */
  readonly program: string;
  remove(): void;
}

/** Translates one TypeScript file and all that it imports, so that a child process starts as fast as a built one. */
export function compileChild(source: string): CompiledChild {
  const folder = mkdtempSync(join(tmpdir(), "sotto-child-"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  const seen = new Set<string>();
  const queue = [source];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = readFileSync(path, "utf8");
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    });
    const target = join(folder, relative(project, path)).replace(/\.ts$/, ".js");
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
    for (const [, imported = ""] of outputText.matchAll(/from "(\.[^"]+)\.js"/g)) {
      queue.push(join(dirname(path), `${imported}.ts`));
    }
  }
  return {
    program: join(folder, relative(project, source)).replace(/\.ts$/, ".js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
