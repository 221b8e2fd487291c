/** Which GitHub the stand-in plays. */
export type GitHubServer = "github.com" | "ghes-3.18";

/** What differs between GitHub's servers, as far as workflow dispatch is concerned. */
export interface Edition {
  /** What the API's paths start with (docs.github.com/en/enterprise-server/rest: `/api/v3`). */
  readonly apiPath: "" | "/api/v3";
  /** Accepted values of `X-GitHub-Api-Version`, newest first. */
  readonly apiVersions: readonly [string, ...string[]];
  /** Inputs a workflow may declare and a request may send: 25, and 10 before December 2025. */
  readonly maxInputs: number;
  /** Whether version 2022-11-28 knows the key `return_run_details`. */
  readonly runDetailsOnRequest: boolean;
  /** Where the `documentation_url` of an error leads. */
  readonly documentation: string;
  /** Value of `x-github-enterprise-version`, which only GitHub Enterprise Server sends. */
  readonly enterpriseVersion: string | undefined;
  /** Requests an hour; GitHub Enterprise Server has no limit unless its administrator sets one. */
  readonly rateLimit: number | undefined;
}

/**
 * Enterprise Server 3.18 stands for the older servers: they answer 204 without a body, always.
 * Sources: docs.github.com/en/rest/about-the-rest-api/breaking-changes (2026-03-10),
 * github.blog/changelog/2025-12-04-actions-workflow-dispatch-workflows-now-support-25-inputs.
 */
export const editions: Readonly<Record<GitHubServer, Edition>> = {
  "github.com": {
    apiPath: "",
    apiVersions: ["2026-03-10", "2022-11-28"],
    maxInputs: 25,
    runDetailsOnRequest: true,
    documentation: "https://docs.github.com",
    enterpriseVersion: undefined,
    rateLimit: 5000,
  },
  "ghes-3.18": {
    apiPath: "/api/v3",
    apiVersions: ["2022-11-28"],
    maxInputs: 10,
    runDetailsOnRequest: false,
    documentation: "https://docs.github.com/enterprise-server@3.18",
    enterpriseVersion: "3.18.0",
    rateLimit: undefined,
  },
};
