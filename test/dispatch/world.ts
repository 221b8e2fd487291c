import { fileURLToPath } from "node:url";
import { catalogOf } from "../../dispatch/catalog.ts";
import { readConfig } from "../../dispatch/config.ts";
import type { Delivery } from "../../dispatch/delivery.ts";
import { createDispatch, type Dispatch } from "../../dispatch/dispatch.ts";
import type { TokenExpiry } from "../../dispatch/tokens/expiry.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { type GitHub, type GitHubOptions, startGitHub } from "../../local/github/server.ts";
import { createServices } from "./services.ts";

/** GitHub's stand-in with one workflow, and all that dispatches to it ask for. */
export interface World {
  readonly github: GitHub;
  /** Secrets by name; one that is not there can't be read. */
  readonly secrets: Record<string, string | undefined>;
  /** The names of the secrets that were read. */
  readonly reads: readonly string[];
  /** The URLs of the requests that were sent. */
  readonly posts: readonly string[];
  /** What was told of tokens that expire. */
  readonly told: readonly TokenExpiry[];
  create(): Dispatch;
  /** Lets time pass, in milliseconds. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

const workflows = fileURLToPath(new URL("../../.github/workflows", import.meta.url));

export async function startWorld(options: Partial<GitHubOptions> = {}): Promise<World> {
  const repositories = await loadRepositories(workflows, {
    repositories: { "acme/hello": ["main"] },
  });
  const github = await startGitHub({ repositories, tokens: ["first-token"], ...options });
  const secrets: World["secrets"] = { pat: "first-token" };
  const reads: string[] = [];
  const posts: string[] = [];
  const told: TokenExpiry[] = [];
  let clock = Date.parse("2027-01-01T00:00:00Z");
  return {
    github,
    secrets,
    reads,
    posts,
    told,
    create: () =>
      createDispatch(catalogOf(configFor(github)), {
        ...createServices(() => clock),
        onTokenExpiry: (expiry) => told.push(expiry),
        fetch: (url, init) => {
          posts.push(String(url));
          return fetch(url, init);
        },
        readSecret: async (name) => {
          reads.push(name);
          const secret = secrets[name];
          if (secret === undefined) throw Object.assign(new Error("gone"), { name: "NotFound" });
          return secret;
        },
      }),
    pass: (milliseconds) => {
      clock += milliseconds;
    },
    close: () => github.close(),
  };
}

function configFor(github: GitHub) {
  const { config, problems } = readConfig(`
credentials: { default: { pat: pat, api-url: "${github.url}" } }
defaults: { repository: acme/hello, ref: main }
triggers:
  hello:
    on: { http: { path: /hello } }
    workflow: hello.yml
    inputs: { source: "\${{ request.body.source }}" }
  whole:
    on: { http: { path: /whole } }
    workflow: hello.yml
    inputs: \${{ request.body }}
  fixed:
    on: { http: { path: /fixed }, event: { source: [acme] } }
    workflow: hello.yml
  failing:
    on: { http: { path: /failing } }
    workflow: hello.yml
    inputs: { source: "\${{ fromJSON(request.body.json).x }}" }
`);
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}

let deliveries = 0;

/** A call with a body: another delivery each time. */
export function delivery(trigger: string, body: Record<string, unknown>): Delivery {
  const request = { method: "POST", path: {}, query: {}, headers: {}, body, caller: "" };
  deliveries += 1;
  const id = String(deliveries);
  return { trigger, id, round: 1, source: "http", request } as Delivery;
}

/** A call that is dispatched: another delivery each time. */
export function hello(): Delivery {
  return delivery("hello", { source: "test" });
}
