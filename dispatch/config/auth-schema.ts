import { z } from "zod";
import type { Checked, Complaint } from "../problem.ts";
import { block, checked, read } from "./blocks.ts";
import { secretName } from "./credential-schema.ts";
import { editorPatterns } from "./editor-patterns.ts";
import { editorSnippets } from "./editor-snippets.ts";
import { checkIssuer } from "./http-rules.ts";

export type OpenAuth = { readonly kind: "iam" | "none" };
export type JwtAuth = { readonly kind: "jwt" } & z.output<typeof jwt>;
export type HmacAuth = { readonly kind: "hmac" } & z.output<typeof hmac>;
export type TokenAuth = { readonly kind: "token" } & z.output<typeof token>;

const claim = z.union([z.string(), z.array(z.string()).min(1)]).meta({
  description: "A claim that a token must have: its value, or one of several.",
  examples: ["acme/storefront", ["acme/storefront", "acme/website"]],
});

const jwt = block({
  issuer: checked(z.string(), checkIssuer).meta({
    ...editorPatterns.url,
    description: "Who issues the tokens: the iss claim.",
    examples: ["https://token.actions.githubusercontent.com"],
  }),
  audience: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).meta({
    description: "For whom the tokens are: one of these must be in the aud claim.",
    examples: ["workflow-dispatcher"],
  }),
  claims: z
    .record(z.string(), claim)
    .default({})
    .meta({
      description: "Further claims that a token must have, each with its value or one of several.",
      examples: [{ repository: "acme/storefront" }],
    }),
});

const hmac = block({
  secret: secretName.meta({
    description: "The secret that holds the key both sides sign with.",
    examples: ["github/webhook-secret"],
  }),
  scheme: z
    .enum(["github", "standard-webhooks"])
    .default("github")
    .meta({
      description: "How a body is signed: GitHub's X-Hub-Signature-256, or Standard Webhooks.",
      examples: ["github", "standard-webhooks"],
    }),
  "replay-window": z
    .int()
    .min(1)
    .max(3600)
    .default(300)
    .meta({
      description:
        "Seconds a Standard Webhooks timestamp may be off. GitHub's scheme signs no timestamp.",
      examples: [300],
    }),
});

const token = block({
  secret: secretName.meta({
    description: "The secret that holds the bearer token of this route.",
    examples: ["routes/deploy-token"],
  }),
});

const authKinds = read(
  block({
    jwt: jwt.optional().meta({
      description: "A JSON Web Token, checked by API Gateway.",
      examples: [{ issuer: "https://issuer.example", audience: "workflow-dispatcher" }],
    }),
    hmac: hmac.optional().meta({
      description: "A signature over the body.",
      examples: [{ secret: "github/webhook-secret" }],
    }),
    token: token.optional().meta({
      description: "A bearer token of the route's own.",
      examples: [{ secret: "routes/deploy-token" }],
    }),
  }).meta({ oneOf: ["jwt", "hmac", "token"].map((kind) => ({ required: [kind] })) }),
  oneKind,
);

function oneKind(written: {
  readonly jwt?: z.output<typeof jwt> | undefined;
  readonly hmac?: z.output<typeof hmac> | undefined;
  readonly token?: z.output<typeof token> | undefined;
}): Checked<JwtAuth | HmacAuth | TokenAuth> {
  const { jwt, hmac, token } = written;
  const kinds = Object.keys(written);
  const open = jwt === undefined ? [] : checkIssuerOfMany(jwt);
  if (open.length > 0) return { complaints: open };
  if (kinds.length === 1) {
    if (jwt !== undefined) return { value: { kind: "jwt", ...jwt } };
    if (hmac !== undefined) return { value: { kind: "hmac", ...hmac } };
    if (token !== undefined) return { value: { kind: "token", ...token } };
  }
  const complaint = {
    path: [],
    message: "A route has one kind of auth.",
    found: kinds.join(", ") || "none of them",
    allowed: "iam, none, or exactly one of jwt, hmac, token",
    mend: "Keep one kind; for a second kind, write a second trigger.",
  };
  return { complaints: [complaint] };
}

/** The claims of GitHub's tokens that say whose they are; a workflow chooses others, such as aud, itself. */
const identityClaims: ReadonlySet<string> = new Set([
  "enterprise",
  "enterprise_id",
  "job_workflow_ref",
  "repository",
  "repository_id",
  "repository_owner",
  "repository_owner_id",
  "sub",
  "workflow_ref",
]);

/** GitHub's issuer signs tokens for the workflows of everybody: docs.github.com/en/actions/concepts/security/openid-connect. */
function checkIssuerOfMany({ issuer, claims }: z.output<typeof jwt>): readonly Complaint[] {
  const isGitHub = new URL(issuer).hostname === "token.actions.githubusercontent.com";
  if (!isGitHub || Object.keys(claims).some((claim) => identityClaims.has(claim))) return [];
  return [
    {
      path: ["jwt", "claims"],
      message: "Every workflow on GitHub gets tokens of this issuer, so everybody could call.",
      found: Object.keys(claims).join(", ") || "no claims",
      allowed: "claims that say whose workflow it must be",
      mend: "Add claims: { repository: owner/name }, or repository_id, which stays when it is renamed.",
    },
  ];
}

function openAuth(kind: string): Checked<OpenAuth> {
  if (kind === "iam" || kind === "none") return { value: { kind } };
  const nested = {
    jwt: "issuer: URL, audience: NAME",
    hmac: "secret: NAME",
    token: "secret: NAME",
  };
  const inside = Object.hasOwn(nested, kind) ? nested[kind as keyof typeof nested] : undefined;
  const complaint = {
    path: [],
    message: "This is not a kind of auth by itself.",
    found: JSON.stringify(kind),
    allowed: "iam, none, or a mapping with one of jwt, hmac, token",
    mend: inside === undefined ? "Write iam." : `Write auth: { ${kind}: { ${inside} } }.`,
  };
  return { complaints: [complaint] };
}

/** Who may call a route. */
export const auth = z
  .union([read(z.string().meta({ enum: ["iam", "none"] }), openAuth), authKinds])
  .prefault("iam")
  .meta({
    defaultSnippets: editorSnippets.auth,
    description:
      "Who may call: iam (SigV4, the default), none, which lets everybody call, or a mapping with one of jwt, hmac and token, as in { token: { secret: routes/deploy-token } }.",
    examples: ["iam", "none"],
  });
