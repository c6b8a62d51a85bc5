import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GENERATED_PAGES } from "./generated/pages.js";

// Writes every page that is made from the code anew: npm run docs
for (const { path, make } of GENERATED_PAGES) {
  writeFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), make());
  console.log(path);
}
