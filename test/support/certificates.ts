import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  /** Signs a certificate for a server (`subjectAltName` such as "IP:127.0.0.1" or "DNS:a.example") or a client. */
  issue(name: string, subjectAltName: string): Certificate;
}

/** A certificate authority that lives in `folder`, made by the openssl program. Paths of PEM files. */
export function createAuthority(folder: string, name: string): Authority {
  const cert = join(folder, `${name}.crt`);
  const key = join(folder, `${name}.key`);
  openssl(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"], {
    "-keyout": key,
    "-out": cert,
    "-subj": `/CN=${name}`,
    "-days": "2",
  });
  return {
    cert,
    key,
    issue(subject, subjectAltName) {
      const own = { cert: join(folder, `${subject}.crt`), key: join(folder, `${subject}.key`) };
      const request = join(folder, `${subject}.csr`);
      const extensions = join(folder, `${subject}.ext`);
      writeFileSync(extensions, `subjectAltName=${subjectAltName}\n`);
      openssl(["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"], {
        "-keyout": own.key,
        "-out": request,
        "-subj": `/CN=${subject}`,
      });
      openssl(["x509", "-req", "-CAcreateserial"], {
        "-in": request,
        "-CA": cert,
        "-CAkey": key,
        "-out": own.cert,
        "-days": "2",
        "-extfile": extensions,
      });
      return own;
    },
  };
}

function openssl(flags: readonly string[], named: Readonly<Record<string, string>>): void {
  execFileSync("openssl", [...flags, ...Object.entries(named).flat()], { stdio: "pipe" });
}
