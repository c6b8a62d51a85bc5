import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWishes {
  /** Days from now; by default from a day ago. */
  readonly fromDays?: number;
  /** Days from now; by default two. */
  readonly untilDays?: number;
  /** Lines of openssl's extensions, such as "extendedKeyUsage=clientAuth". */
  readonly extensions?: readonly string[];
  /** Instead of a key on P-256, such as "rsa:1024". */
  readonly newKey?: string;
  /** A key that is there already. */
  readonly key?: string;
  readonly digest?: "sha1" | "sha256";
}

/** A certificate authority that lives in a folder, made by the openssl program. Paths of PEM files. */
export interface Authority extends Certificate {
  /** Signs a certificate for a server (`subjectAltName` such as "IP:127.0.0.1" or "DNS:a.example") or a client. */
  issue(name: string, subjectAltName: string | undefined, wishes?: CertificateWishes): Certificate;
  /** An authority below this one, whose certificates a server sends together with its own. */
  below(name: string, wishes?: CertificateWishes): Authority;
}

const DAY_MS = 86_400_000;

/** An authority that signs itself. @param subject its common name, where another one is to look like it */
export function createAuthority(
  folder: string,
  name: string,
  wishes: CertificateWishes & { readonly subject?: string } = {},
): Authority {
  const home = join(folder, `${name}.authority`);
  const own = request(home, name, wishes, wishes.subject);
  sign(home, { ...own, issuer: own, wishes, extensions: ["basicConstraints=critical,CA:true"] });
  return authority(home, own);
}

function authority(home: string, own: Certificate): Authority {
  return {
    ...own,
    issue(name, subjectAltName, wishes = {}) {
      const made = request(home, name, wishes);
      const alt = subjectAltName === undefined ? [] : [`subjectAltName=${subjectAltName}`];
      sign(home, { ...made, issuer: own, wishes, extensions: ["basicConstraints=CA:false", ...alt] });
      return made;
    },
    below(name, wishes = {}) {
      const inner = join(home, `${name}.authority`);
      const made = request(inner, name, wishes);
      sign(home, { ...made, issuer: own, wishes, extensions: ["basicConstraints=critical,CA:true"] });
      return authority(inner, made);
    },
  };
}

/** SHA-256 of a certificate's public key (SPKI) in Base64, by openssl's program as docs/operations.md tells it. */
export function pinOf({ cert }: Certificate): string {
  const key = new X509Certificate(readFileSync(cert)).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest("base64");
}

function request(home: string, name: string, wishes: CertificateWishes, subject = name): Certificate {
  mkdirSync(home, { recursive: true });
  const made = { cert: join(home, `${name}.crt`), key: wishes.key ?? join(home, `${name}.key`) };
  const newKey = wishes.newKey ?? "ec";
  const curve = newKey === "ec" ? ["-pkeyopt", "ec_paramgen_curve:P-256"] : [];
  const key =
    wishes.key === undefined ? ["-newkey", newKey, ...curve, "-keyout", made.key] : ["-key", made.key];
  openssl(["req", "-new", "-nodes", ...key, "-out", `${made.cert}.csr`, "-subj", `/CN=${subject}`]);
  return made;
}

interface Signing extends Certificate {
  readonly issuer: Certificate;
  readonly wishes: CertificateWishes;
  readonly extensions: readonly string[];
}

function sign(home: string, { cert, key, issuer, wishes, extensions }: Signing): void {
  const config = join(home, "openssl.cnf");
  const index = join(home, "index.txt");
  writeFileSync(index, "");
  writeFileSync(
    config,
    [
      ...["[ca]", "default_ca=one", "[one]", `database=${index}`, `new_certs_dir=${home}`, "rand_serial=yes"],
      ...["unique_subject=no", "policy=any", "[any]", "commonName=supplied", "[made]", ...extensions],
      ...(wishes.extensions ?? []),
    ].join("\n"),
  );
  const from = moment(wishes.fromDays ?? -1);
  const until = moment(wishes.untilDays ?? 2);
  openssl([
    ...[
      "ca",
      "-batch",
      "-notext",
      "-config",
      config,
      "-extensions",
      "made",
      "-md",
      wishes.digest ?? "sha256",
    ],
    ...["-startdate", from, "-enddate", until, "-in", `${cert}.csr`, "-out", cert],
    ...(issuer.key === key ? ["-selfsign"] : ["-cert", issuer.cert]),
    ...["-keyfile", issuer.key],
  ]);
}

/** As ASN.1's GeneralizedTime. */
function moment(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().replace(/[-:T]|\.\d+/g, "");
}

function openssl(args: readonly string[]): void {
  execFileSync("openssl", args, { stdio: "pipe" });
}
