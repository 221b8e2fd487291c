/** A secret in a text, and the form it has there. */
export interface Leak {
  readonly secret: string;
  readonly form: string;
  readonly text: string;
}

/** Characters below which a secret can't be told from chance. */
const shortest = 5;

/**
 * Finds secrets in what was let out: as they are, in any case, inside JSON, in URLs, in hexadecimal, and in
 * base64 wherever they begin in what was encoded.
 *
 * @throws Error for a secret that is too short to be looked for.
 */
export function findLeaks(texts: readonly string[], secrets: Iterable<string>): readonly Leak[] {
  const forms = [...new Set(secrets)].map((secret) => [secret, formsOf(secret)] as const);
  return texts.flatMap((text) =>
    forms.flatMap(([secret, known]) =>
      Object.entries(known)
        .filter(([name, form]) =>
          name === "any case" ? text.toLowerCase().includes(form) : text.includes(form),
        )
        .map(([form]) => ({ secret, form, text })),
    ),
  );
}

function formsOf(secret: string): Readonly<Record<string, string>> {
  if (secret.length < shortest) throw new Error(`'${secret}' is too short to be looked for`);
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map((offset) => base64Inside(bytes, offset));
  return {
    "as it is": secret,
    "any case": secret.toLowerCase(),
    "in JSON": JSON.stringify(secret).slice(1, -1),
    "in a URL": encodeURIComponent(secret),
    "in a form": new URLSearchParams({ "": secret }).toString().slice(1),
    "in hexadecimal": bytes.toString("hex"),
    ...Object.fromEntries(inBase64.map((form, offset) => [`in base64, at ${offset}`, form])),
    ...Object.fromEntries(
      inBase64.map((form, offset) => [
        `in base64url, at ${offset}`,
        form.replaceAll("+", "-").replaceAll("/", "_"),
      ]),
    ),
  };
}

/** The characters of base64 that depend on these bytes alone, when so many others go before them. */
function base64Inside(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const from = before === 0 ? 0 : before + 1;
  return whole.toString("base64").slice(from, Math.floor((whole.length * 8) / 6));
}
