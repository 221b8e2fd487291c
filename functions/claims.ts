import type { JwtAuth } from "../dispatch/config.ts";
import { rejected, type Step } from "../dispatch/outcome.ts";

type Claims = Readonly<Record<string, unknown>>;

/**
 * The caller of a verified JSON Web Token, or why its claims don't allow the call.
 *
 * @param claims as API Gateway writes them: all of them as texts.
 * @param authorization the header with the token that API Gateway has verified.
 */
export function checkClaims(
  { claims: required }: JwtAuth,
  claims: Claims,
  authorization: string | undefined,
): Step<string> {
  for (const [name, allowed] of Object.entries(required)) {
    const values = Object.hasOwn(claims, name) ? valuesOf(name, claims, authorization) : [];
    if (![allowed].flat().some((value) => values.includes(value))) {
      return { failure: rejected("forbidden", `the token's claim '${name}' is not one allowed`) };
    }
  }
  return { value: typeof claims.sub === "string" ? claims.sub : "" };
}

/**
 * API Gateway writes the list `["a", "b c"]` as `[a b c]` (github.com/aws/aws-lambda-go/issues/591), where
 * a value with a space passes for two. What the values are is told by the token itself, if it is the one.
 */
function valuesOf(name: string, claims: Claims, authorization: string | undefined): string[] {
  const text = String(claims[name]);
  const list = claimsInside(authorization)[name];
  const isList = Array.isArray(list) && list.every((member) => typeof member !== "object");
  const isSame = isList && wordsOf(`[${list.join(" ")}]`) === wordsOf(text);
  return isSame ? list.map(String) : [text];
}

/** The words of a list in one order: API Gateway keeps none. */
function wordsOf(list: string): string {
  return list.slice(1, -1).split(" ").sort().join(" ");
}

function claimsInside(authorization: string | undefined): Claims {
  const [, payload = ""] =
    /^(?:Bearer +)?[\w-]+\.([\w-]+)\.[\w-]+$/i.exec(authorization ?? "") ?? [];
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Claims) : {};
  } catch {
    return {};
  }
}
