import { createHmac } from "node:crypto";
import type { HttpCase, StandardSignature } from "./cases.ts";
import { secrets } from "./cases.ts";

/** When the suite's calls are made. */
export const now = Date.parse("2026-11-24T12:00:00Z");

/** A call as it is sent. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** The request of a case, signed. */
export function requestOf(test: HttpCase, token: string | undefined): HttpRequest {
  const body = bodyOf(test);
  const type = contentTypeOf(test);
  return {
    method: test.method ?? "POST",
    path: test.path,
    body,
    headers: {
      ...(type === undefined ? {} : { "content-type": type }),
      ...(token === undefined ? {} : { authorization: token }),
      ...signatureOf(test, body),
      ...test.headers,
    },
  };
}

function bodyOf({ json, form, text, base64, repeat }: HttpCase): Buffer {
  if (repeat !== undefined) {
    const [part, times, before, after] = repeat;
    return Buffer.from(before + part.repeat(times) + after);
  }
  if (base64 !== undefined) return Buffer.from(base64, "base64");
  if (json !== undefined) return Buffer.from(JSON.stringify(json));
  return Buffer.from(form ?? text ?? "");
}

function contentTypeOf({ json, form }: HttpCase): string | undefined {
  if (json !== undefined) return "application/json";
  return form === undefined ? undefined : "application/x-www-form-urlencoded";
}

function signatureOf({ sign }: HttpCase, body: Buffer): Readonly<Record<string, string>> {
  if (sign === undefined) return {};
  const signed = sign.over === undefined ? body : Buffer.from(sign.over);
  if (sign.scheme === "standard-webhooks") return standardSignature(sign, signed);
  const key = sign.key ?? secrets["routes/webhook"] ?? "";
  const digest = createHmac("sha256", key).update(signed).digest("hex");
  return { "x-hub-signature-256": `sha256=${digest}` };
}

function standardSignature(sign: StandardSignature, body: Buffer) {
  const { id, age, others = [], key = secrets["routes/standard"] ?? "" } = sign;
  const timestamp = String(now / 1000 - age);
  const hmac = createHmac("sha256", Buffer.from(key, "base64"));
  const digest = hmac.update(`${id}.${timestamp}.`).update(body).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": [...others, `v1,${digest}`].join(" "),
  };
}
