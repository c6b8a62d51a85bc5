import { generateKeyPairSync } from "node:crypto";
import { SottoError } from "../../src/domain/errors.js";
import { readPrivateFile, writeNewPrivateFile } from "../../src/keys/edge/private-file.js";
import { MAX_KEY_FILE_BYTES, privateKeyFromPem, publicPem } from "../../src/keys/edge/raw-keys.js";
import { ARCHITECTURES } from "../../src/update/release-manifest.js";
import { makeBundle } from "./make-bundle.js";

/** What scripts/release calls: `new-key FILE`, `bundle KEY TREE OUT VERSION ARCH REPLACES`. */
function newKey(path: string): void {
  const { privateKey } = generateKeyPairSync("ed25519");
  if (!writeNewPrivateFile(path, privateKey.export({ format: "pem", type: "pkcs8" }))) {
    throw new SottoError("KEY_EXISTS", path);
  }
  writeNewPrivateFile(`${path}.pub`, publicPem(privateKey));
  console.log(`   ${path}: keep it where nothing else is; ${path}.pub belongs to devices as release.pub`);
}

async function bundle(words: readonly string[]): Promise<void> {
  const [keyFile = "", tree = "", out = "", version = "", asked, replaces = ""] = words;
  const arch = ARCHITECTURES.find((each) => each === asked);
  if (arch === undefined) throw new SottoError("USAGE", `${asked} is no architecture of a release`);
  const pem = readPrivateFile(keyFile, MAX_KEY_FILE_BYTES);
  if (pem === undefined) throw new SottoError("KEY_MISSING", keyFile);
  const key = privateKeyFromPem(pem, "ed25519", keyFile);
  const { tree: made } = await makeBundle({ tree, out, key, version, arch, replaces });
  console.log(`   version ${version} for ${arch}: ${made.entries} entries, ${made.bytes} bytes unpacked`);
}

const [what, ...words] = process.argv.slice(2);
if (what === "new-key") newKey(words[0] ?? "");
else if (what === "bundle") await bundle(words);
else throw new SottoError("USAGE", "new-key or bundle");
