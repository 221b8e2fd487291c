import { type HttpCase, secrets } from "./cases.ts";
import { type MessageCase, textOf } from "./messages.ts";
import type { HttpRequest } from "./request.ts";

/** Characters of a value that are looked for: a message may quote no more than its beginning. */
const lookedFor = 40;

/** Headers that prove nothing about the caller. Each of the ids is the delivery's id, which is let out. */
const openHeaders: ReadonlySet<string> = new Set([
  "content-type",
  "idempotency-key",
  "webhook-id",
  "webhook-timestamp",
  "x-github-delivery",
]);

/** What may never be let out, wherever it would be: secrets, and headers that prove who calls. */
export function credentialsIn({ headers }: HttpRequest, test: HttpCase): readonly string[] {
  const values = Object.entries(headers)
    .filter(([name]) => !openHeaders.has(name.toLowerCase()))
    .flatMap(([, value]) => [value].flat())
    .flatMap((value) => [value, ...value.split(/[ ,;=]/)]);
  return [...storedSecrets(test.secrets), ...longOnes(values)];
}

/** The secrets of a world, and what they are made of. */
export function storedSecrets(others: HttpCase["secrets"] = {}): readonly string[] {
  const texts = [...Object.values(secrets), ...Object.values(others)];
  const inside = Buffer.from(secrets["routes/standard"] ?? "", "base64").toString("utf8");
  return longOnes([...texts.flatMap((text) => (text === null ? [] : [text.trim()])), inside]);
}

/** The values that were delivered in a body, a path or a query. */
export function deliveredIn({ body, path }: HttpRequest, test: HttpCase): readonly string[] {
  const [, query = ""] = path.split("?");
  const values = [...new URLSearchParams(query).values(), ...Object.values(test.parameters ?? {})];
  return longOnes([...values, ...valuesIn(body.toString("utf8"))]);
}

/** The values that were delivered in a message, but for what names the delivery and tells since when. */
export function deliveredInMessage(test: MessageCase): readonly string[] {
  const { delivery, trigger, letter, first } = test;
  const open = [trigger, letter, first, "upload"];
  const values = longOnes(valuesIn(textOf(test)));
  return values.filter((value) => !delivery.includes(value) && !open.includes(value));
}

/** Texts in JSON, the values of a form, or those words of anything else that no sentence has. */
function valuesIn(body: string): readonly string[] {
  try {
    return leaves(JSON.parse(body));
  } catch {
    if (/^[^{<-]*=/.test(body)) return [...new URLSearchParams(body).values()];
    return body.split(/[^\w-]+/).filter((word) => word.includes("-"));
  }
}

function leaves(root: unknown): readonly string[] {
  const texts: string[] = [];
  const open = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null) {
      for (const member of Object.values(value)) open.push(member);
    }
  }
  return texts;
}

function longOnes(texts: readonly string[]): readonly string[] {
  const begun = texts.map((text) => text.trim().slice(0, lookedFor));
  return [...new Set(begun)].filter((text) => text.length >= 6 && text.toLowerCase() !== "bearer");
}
