import type { Auth, HmacAuth, JwtAuth } from "../../dispatch/config.ts";
import type { SecurityScheme } from "./document.ts";

/** A way to prove who calls, with the name that it has in the document. */
export interface NamedScheme {
  readonly name: string;
  readonly scheme: SecurityScheme;
}

/**
 * The security scheme of each trigger's route; none where everybody may call. Routes with the same auth share
 * theirs, which is called after the first of them: the name of a secret is nobody's business.
 */
export function schemesOf(
  auths: readonly (readonly [trigger: string, auth: Auth])[],
): ReadonlyMap<string, NamedScheme> {
  const groups = Map.groupBy(auths, ([, auth]) => JSON.stringify(auth));
  const named = [...groups.values()].flatMap((group) => {
    const triggers = group.map(([trigger]) => trigger);
    const [, auth] = group[0] ?? [];
    const scheme = auth === undefined ? undefined : nameScheme(triggers, auth);
    return scheme === undefined ? [] : triggers.map((trigger) => [trigger, scheme] as const);
  });
  return new Map(named);
}

function nameScheme(triggers: readonly string[], auth: Auth): NamedScheme | undefined {
  const [first = ""] = triggers;
  switch (auth.kind) {
    case "none":
      return undefined;
    case "iam":
      return { name: "sigv4", scheme: signatureV4 };
    case "jwt":
      return { name: `jwt-${first}`, scheme: webToken(auth) };
    case "token":
      return { name: `token-${first}`, scheme: bearer(triggers) };
    case "hmac":
      return { name: `hmac-${first}`, scheme: signature(auth) };
  }
}

/** As API Gateway itself writes it: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html */
const signatureV4: SecurityScheme = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
  description:
    "AWS Signature Version 4 for the service `execute-api`, with credentials that may `execute-api:Invoke` the route. In Postman, choose *Authorization → AWS Signature* in place of the API key; with curl, `--aws-sigv4`. On one's own machine (`npm start`) it is not checked.",
};

/** Postman's importer makes a bearer token of this, and nothing of `openIdConnect`. */
function webToken({ issuer, audience, claims }: JwtAuth): SecurityScheme {
  const discovery = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const required = Object.entries(claims).map(
    ([name, allowed]) => `- \`${name}\`: ${[allowed].flat().map(code).join(" or ")}`,
  );
  const lines = [
    `A JSON Web Token of the issuer ${issuer} (${discovery}) for the audience ${[audience].flat().map(code).join(" or ")}.`,
    ...(required.length > 0 ? [`\nIt must have the claims\n\n${required.join("\n")}`] : []),
  ];
  return { type: "http", scheme: "bearer", bearerFormat: "JWT", description: lines.join("\n") };
}

function bearer(triggers: readonly string[]): SecurityScheme {
  const description = `The bearer token of ${triggers.map(code).join(", ")}.`;
  return { type: "http", scheme: "bearer", description };
}

function signature(auth: HmacAuth): SecurityScheme {
  return auth.scheme === "github" ? gitHubSignature : standardSignature(auth);
}

/** docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
const gitHubSignature: SecurityScheme = {
  type: "apiKey",
  name: "X-Hub-Signature-256",
  in: "header",
  description:
    "`sha256=` and the HMAC-SHA256 of the raw body in lower-case hex, with the key that both sides share, as GitHub's webhooks send it. An empty body can't be signed.",
};

/** github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function standardSignature(auth: HmacAuth): SecurityScheme {
  const window = auth["replay-window"];
  return {
    type: "apiKey",
    name: "webhook-signature",
    in: "header",
    description: `\`v1,\` and the HMAC-SHA256 of \`ID.TIMESTAMP.BODY\` in base64 (Standard Webhooks): the headers \`webhook-id\` and \`webhook-timestamp\` and the raw body, joined by dots. The key is what follows \`whsec_\` in the shared secret, decoded from base64. The timestamp may be off by ${window} seconds at most.`,
  };
}

function code(text: string): string {
  return `\`${text}\``;
}
