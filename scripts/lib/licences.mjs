// The file `copyright` of the Debian package: the project's own licence, and that of each part that is bundled, with
// the place of its full text.
// Usage, from the project's folder: node scripts/lib/licences.mjs TREE NODE-VERSION
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [tree, nodeVersion] = process.argv.slice(2);

/** Folders of packages, those inside of others too, as they lie below /opt/sotto. */
function packagesIn(folder) {
  if (!existsSync(join(tree, folder))) return [];
  return readdirSync(join(tree, folder))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      if (name.startsWith("@")) return packagesIn(path);
      if (!existsSync(join(tree, path, "package.json"))) return [];
      return [path, ...packagesIn(`${path}/node_modules`)];
    });
}

function paragraph(files, { title, licence, text }) {
  return [`Files: ${files}`, `Copyright: ${title}`, `License: ${licence}`, ` Full text: ${text}`].join("\n");
}

function ofPackage(path) {
  const {
    name,
    version,
    license = "see the package",
  } = JSON.parse(readFileSync(join(tree, path, "package.json"), "utf8"));
  const file = readdirSync(join(tree, path)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  return paragraph(`opt/sotto/${path}/*`, {
    title: `the authors of ${name} ${version}`,
    licence: license,
    text: file === undefined ? "as its licence's name says" : `/opt/sotto/${path}/${file}`,
  });
}

function ofModel({ file, title, version, licence }) {
  return paragraph(`opt/sotto/cache/models/${file}`, {
    title: `the authors of ${title}, ${version}`,
    licence,
    text: "/opt/sotto/models/README.md",
  });
}

const { models } = JSON.parse(readFileSync("models/manifest.json", "utf8"));
const node = {
  ...{ title: `the authors of Node.js ${nodeVersion}`, licence: "MIT and those of its parts" },
  text: "/opt/sotto/node/LICENSE",
};
const paragraphs = [
  "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: sotto",
  paragraph("*", {
    ...{ title: "the authors of Sotto", licence: "Apache-2.0" },
    text: "/opt/sotto/LICENSE, /usr/share/common-licenses/Apache-2.0",
  }),
  paragraph("opt/sotto/node/*", node),
  ...packagesIn("node_modules").map(ofPackage),
  ...models.map(ofModel),
];
process.stdout.write(`${paragraphs.join("\n\n")}\n`);
