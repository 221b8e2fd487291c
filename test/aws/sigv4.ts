import { createHash, createHmac } from "node:crypto";
import { credentials, region } from "./account.ts";

/** A request whose path needs no escapes and has no query. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>> & { readonly host: string };
  readonly body: string;
}

/**
 * The headers of a request with AWS's signature, version 4:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @param service the name that AWS signs the service's requests with, such as `logs`.
 */
export function signedHeaders(
  { method, path, headers, body }: Unsigned,
  service: string,
  { accessKeyId, secretAccessKey } = credentials,
): Record<string, string> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const all: Record<string, string> = { ...headers, "x-amz-date": time };
  const names = Object.keys(all).sort();
  const lines = names.map((name) => `${name}:${all[name]}\n`).join("");
  const canonical = [method, path, "", lines, names.join(";"), sha256(body)].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>(
    (last, part) => hmac(last, part),
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, text).toString("hex");
  const credential = `Credential=${accessKeyId}/${scope.join("/")}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...all, authorization };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
