import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Json } from "../dispatch/expressions/data.ts";
import { rejected, type Step } from "../dispatch/outcome.ts";

/** Bytes of a body that are taken; the queue and EventBridge take no more either. */
const maxBytes = 1_048_576;

/** Fields of a form that are taken: reading a megabyte of empty ones would take a function seconds. */
const maxFields = 1000;

/**
 * The body as the text that was sent, byte for byte: signatures are computed over it. API Gateway
 * passes what it doesn't know to be text in base64, forms among them.
 */
export function readRawBody(event: APIGatewayProxyEventV2): Step<string> {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > maxBytes) {
    return { failure: rejected("body-too-large", `the body has ${bytes.length} bytes`) };
  }
  try {
    return { value: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { failure: rejected("body-malformed", "the body is not UTF-8") };
  }
}

/** The body as expressions see it: JSON as it is, a form as an object of strings, nothing as null. */
export function parseBody(raw: string, contentType: string | undefined): Step<Json> {
  if (raw === "") return { value: null };
  if (contentType === undefined) return unsupported("no content type");
  const [type = "", ...parameters] = contentType.toLowerCase().split(";");
  if (!parameters.every(isUtf8)) return unsupported("a charset other than UTF-8");
  const text = raw.replace(/^\uFEFF/, "");
  if (/^application\/(.+\+)?json$/.test(type.trim())) return parseJson(text);
  if (type.trim() === "application/x-www-form-urlencoded") return parseForm(text);
  return unsupported("another content type");
}

/** ASCII is UTF-8 too, and other parameters say nothing about the text. */
function isUtf8(parameter: string): boolean {
  const [, charset] = /^\s*charset\s*=\s*"?([^"\s]*)/.exec(parameter) ?? [];
  return charset === undefined || ["utf-8", "utf8", "us-ascii"].includes(charset);
}

function unsupported(found: string): Step<Json> {
  return { failure: rejected("body-type-unsupported", `the body has ${found}`) };
}

function parseJson(text: string): Step<Json> {
  const value = tryParse(text);
  // The parser's message quotes the body.
  return value === undefined
    ? { failure: rejected("body-malformed", "the body is not JSON") }
    : { value };
}

function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A field that occurs once is a string, one that occurs again a list. */
function parseForm(text: string): Step<Json> {
  // curl -d sends JSON as a form unless it is told otherwise; no form is JSON.
  if (/^\s*[[{]/.test(text) && tryParse(text) !== undefined) {
    return {
      failure: rejected("body-malformed", "the body is JSON, its content type is a form's"),
    };
  }
  if (text.split("&", maxFields + 1).length > maxFields) {
    const detail = `the form has more than ${maxFields} fields`;
    return { failure: rejected("body-malformed", detail) };
  }
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields.get(name) ?? [];
    fields.set(name, fields.has(name) ? [before, value].flat() : value);
  }
  return { value: Object.fromEntries(fields) };
}
