import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate that is its own authority, and its key; both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Makes a certificate with `openssl`, since Node.js can make none, and leaves it in a folder.
 *
 * @param names what it is for, as openssl has them.
 * @returns nothing if there is no `openssl` that can.
 */
export function makeCertificate(folder: string, names = "IP:127.0.0.1"): Certificate | undefined {
  const [cert, key] = [authorityIn(folder), join(folder, "key.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const about = ["-days", "2", "-subj", "/CN=localhost", "-addext", `subjectAltName=${names}`];
  try {
    const args = ["req", "-x509", ...kind, ...about, "-keyout", key, "-out", cert];
    execFileSync("openssl", args, { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
}

/** The file of a folder that NODE_EXTRA_CA_CERTS has to name. */
export function authorityIn(folder: string): string {
  return join(folder, "certificate.pem");
}
