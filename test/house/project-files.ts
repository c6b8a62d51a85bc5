import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

/** What git ignores; git itself is not asked, because a machine may have the project without it. */
const ignored = /^(node_modules|dist|coverage|\.cache|\.git)$|\.(log|tsbuildinfo)$/;

function filesBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (ignored.test(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

const files = filesBelow("").sort();
const texts = new Map<string, string>();
const imports = new Map<string, readonly string[]>();

/** Every file of the project, from its folder. */
export function projectFiles(): readonly string[] {
  return files;
}

export function readProjectFile(path: string): string {
  const text = texts.get(path) ?? readFileSync(join(projectRoot, path), "utf8");
  texts.set(path, text);
  return text;
}

export function isCode(path: string): boolean {
  return /\.(ts|mjs)$/.test(path) && !path.endsWith(".d.ts");
}

/** TypeScript of the program itself; the kernel's AssemblyScript is another language in the same clothes. */
export function sourceFiles(): string[] {
  return projectFiles().filter(
    (path) => path.startsWith("src/") && isCode(path) && !path.startsWith("src/hotloop/assembly/"),
  );
}

/** What a file imports, as written, types included. */
export function importsOf(path: string): readonly string[] {
  const found =
    imports.get(path) ??
    ts.preProcessFile(readProjectFile(path)).importedFiles.map(({ fileName }) => fileName);
  imports.set(path, found);
  return found;
}

/** The file that a relative import means, from the project's folder. */
export function resolveImport(from: string, specifier: string): string {
  return normalize(join(dirname(from), specifier));
}

/** The code without its comments and the insides of its strings, so that words in them are not taken for code. */
export function bareCode(path: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard);
  scanner.setText(readProjectFile(path));
  const words: string[] = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isProse =
      token === ts.SyntaxKind.SingleLineCommentTrivia ||
      token === ts.SyntaxKind.MultiLineCommentTrivia ||
      token === ts.SyntaxKind.StringLiteral ||
      token === ts.SyntaxKind.NoSubstitutionTemplateLiteral;
    if (!isProse) words.push(scanner.getTokenText());
  }
  return words.join("");
}
