import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Json } from "../dispatch/expressions/data.ts";
import { rejected, type Step } from "../dispatch/outcome.ts";

/** Bytes of a body that are taken; the queue and EventBridge take no more either. */
const maxBytes = 1_048_576;

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
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => parameter.trim().replaceAll('"', "")).join();
  const isUtf8 = !charset.includes("charset=") || /charset=(utf-?8|us-ascii)/.test(charset);
  if (isUtf8 && /^application\/(.+\+)?json$/.test(type.trim())) return parseJson(raw);
  if (isUtf8 && type.trim() === "application/x-www-form-urlencoded") return parseForm(raw);
  const found = contentType === undefined ? "no content type" : "another content type";
  return { failure: rejected("body-type-unsupported", `the body has ${found}`) };
}

function parseJson(raw: string): Step<Json> {
  try {
    return { value: JSON.parse(raw) as Json };
  } catch {
    // The parser's message quotes the body.
    return { failure: rejected("body-malformed", "the body is not JSON") };
  }
}

/** A field that occurs once is a string, one that occurs again a list. */
function parseForm(raw: string): Step<Json> {
  const form = new URLSearchParams(raw);
  const names = [...new Set(form.keys())];
  const fields = names.map((name) => {
    const values = form.getAll(name);
    return [name, values.length === 1 ? (values[0] ?? "") : values] as const;
  });
  return { value: Object.fromEntries(fields) };
}
