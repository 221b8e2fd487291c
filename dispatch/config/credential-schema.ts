import { z } from "zod";
import type { Pace } from "../pace/windows.ts";
import type { Checked } from "../problem.ts";
import { block, checked, read } from "./blocks.ts";
import { editorPatterns } from "./editor-patterns.ts";
import { checkApiUrl, checkSecretName } from "./rules.ts";

/** The base URL of GitHub's own REST API. */
export const githubApiUrl = "https://api.github.com";

/** A personal access token; the name of the secret that holds it. */
export interface PatCredential {
  readonly pat: string;
  readonly app?: never;
  readonly "api-url": string;
  readonly pace?: Pace | undefined;
}

/** An installation of a GitHub App. */
export interface AppCredential {
  readonly pat?: never;
  readonly app: z.output<typeof app>;
  readonly "api-url": string;
  readonly pace?: Pace | undefined;
}

/** The name of a secret, here and in the auth of routes. */
export const secretName = checked(z.string(), checkSecretName).meta(editorPatterns.secret);

const app = block({
  id: z
    .int()
    .positive()
    .meta({ description: "The App's id.", examples: [12345] }),
  "installation-id": z
    .int()
    .positive()
    .meta({
      description: "The id of the App's installation in the organisation or account.",
      examples: [678],
    }),
  "private-key": secretName.meta({
    description: "The secret that holds the App's private key (PEM).",
    examples: ["github/app-private-key"],
  }),
});

const pace = block({
  "per-minute": z
    .int()
    .min(1)
    .max(10_000)
    .meta({ description: "Dispatches a minute.", examples: [80] }),
  "per-hour": z
    .int()
    .min(1)
    .max(100_000)
    .meta({ description: "Dispatches an hour.", examples: [500] }),
});

const apiUrl = checked(z.string(), checkApiUrl)
  .transform((url) => url.replace(/\/+$/, ""))
  .default(githubApiUrl)
  .meta({
    ...editorPatterns.url,
    description: "The base URL of the REST API, for GitHub Enterprise. Left out: GitHub.com.",
    examples: ["https://github.acme.example/api/v3"],
  });

/** What proves to GitHub that a dispatch is allowed. */
export const credential = read(
  block({
    pat: secretName.optional().meta({
      description:
        'The secret that holds a personal access token: bare, or {"username": …, "token": …} for Basic authentication.',
      examples: ["github/dispatch-token"],
    }),
    app: app.optional().meta({
      description: "A GitHub App that is installed where the repository is.",
      examples: [{ id: 12345, "installation-id": 678, "private-key": "github/app-private-key" }],
    }),
    "api-url": apiUrl,
    pace: pace.optional().meta({
      description:
        "How many dispatches are sent with this credential. Left out: what GitHub's documentation allows for requests that create content, 80 a minute and 500 an hour.",
      examples: [{ "per-minute": 80, "per-hour": 500 }],
    }),
  }),
  onePatOrApp,
).meta({
  oneOf: [{ required: ["pat"] }, { required: ["app"] }],
  description: "A credential: a personal access token (pat) or a GitHub App (app).",
  examples: [{ pat: "github/dispatch-token" }],
});

function onePatOrApp(written: {
  readonly pat?: string | undefined;
  readonly app?: AppCredential["app"] | undefined;
  readonly "api-url": string;
  readonly pace?: Pace | undefined;
}): Checked<PatCredential | AppCredential> {
  const { pat, app, ...rest } = written;
  if (pat !== undefined && app === undefined) return { value: { pat, ...rest } };
  if (pat === undefined && app !== undefined) return { value: { app, ...rest } };
  const complaint = {
    path: [],
    message: "A credential is either a personal access token or a GitHub App.",
    found: pat === undefined ? "neither pat nor app" : "both pat and app",
    allowed: "exactly one of pat, app",
    mend: "Write pat: NAME-OF-THE-SECRET, or app: { id, installation-id, private-key }.",
  };
  return { complaints: [complaint] };
}
