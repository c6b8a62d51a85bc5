import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { GENERATED_PAGES } from "../../scripts/generated/pages.js";
import { ERRORS } from "../../src/domain/errors.js";
import { projectFiles, readProjectFile, sourceFiles } from "./project-files.js";

const files = projectFiles();
const pages = files.filter((path) => path.endsWith(".md"));
const folders = new Set(
  files.flatMap((path) => path.split("/").map((_, depth, all) => all.slice(0, depth).join("/"))),
);

function exists(path: string): boolean {
  const clean = path.replace(/\/$/, "");
  return files.includes(clean) || folders.has(clean);
}

/** The anchors of a page as code hosts make them: lower case, words joined by hyphens. */
function anchorsOf(page: string): string[] {
  const headings = readProjectFile(page).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
}

describe("the pages of the project", () => {
  it("lead nowhere that does not exist", () => {
    const broken = pages.flatMap((page) =>
      [...withoutCode(readProjectFile(page)).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => {
          const [path = "", anchor] = link.split("#");
          const target = path === "" ? page : normalize(join(dirname(page), path));
          if (!exists(target)) return true;
          return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).includes(anchor);
        })
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it("name no file of the project that is not there", () => {
    const named = pages.flatMap((page) =>
      [...readProjectFile(page).matchAll(/`((?:src|test|scripts|docs|models|hardware)\/[\w./-]+)`/g)].map(
        ([, path = ""]) => ({
          page,
          path,
        }),
      ),
    );
    const broken = named.filter(({ path }) => !exists(path)).map(({ page, path }) => `${page}: ${path}`);
    expect(named.length).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });

  it.each(GENERATED_PAGES)("say what the code says: $path (else: npm run docs)", ({ path, make }) => {
    expect(readProjectFile(path)).toBe(make());
  });
});

it("every error code is thrown somewhere, so that the catalogue holds no dead ones", () => {
  const code = sourceFiles()
    .filter((path) => path !== "src/domain/errors.ts")
    .map(readProjectFile)
    .join("\n");
  expect(Object.keys(ERRORS).filter((each) => !code.includes(`"${each}"`))).toEqual([]);
});

it("every error code has its line in docs/operations.md, and no other code stands there", () => {
  const rows = readProjectFile("docs/operations.md").matchAll(/^\| (`[A-Z_`, ]+`) \|/gm);
  const told = [...rows].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code),
  );
  expect([...told].sort()).toEqual(Object.keys(ERRORS).sort());
});
