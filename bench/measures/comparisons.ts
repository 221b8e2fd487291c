import type { BuildOptions } from "esbuild";
import type { Instead } from "../candidates/bundle.ts";

/** How a variant differs from the function as it is deployed. */
export interface Difference {
  readonly what: string;
  /** The file or folder in which the measure is that is undone; nothing for what is done in addition. */
  readonly where?: string;
  readonly instead?: Instead;
  readonly options?: Partial<BuildOptions>;
  /** Whether Node.js keeps what V8 has compiled. */
  readonly isCompileCached?: boolean;
}

/** Variants that are compared with the function as it is deployed, in the same circumstances. */
export interface Comparison {
  /** The function and the circumstances. */
  readonly of: string;
  readonly triggers: number;
  /** Milliseconds to AWS and GitHub and back. */
  readonly distance: number;
  readonly differences: readonly Difference[];
}

const undone = "bench/measures/undone";
const manyTriggers = 3000;

/** About as to AWS in one region; GitHub is farther. */
export const someWay = 5;

const ofOneTrigger: readonly Difference[] = [
  {
    what: "with the built-in fetch, which opens no connection early",
    where: "functions/lambda/connection",
    instead: { "functions/lambda/connection/connections.ts": `${undone}/global-fetch.ts` },
  },
  {
    what: "with node:https imported as an ES module",
    where: "functions/lambda/connection/node-http.ts",
    instead: { "functions/lambda/connection/node-http.ts": `${undone}/imported-http.ts` },
  },
  {
    what: "with the clients of the AWS SDK",
    where: "functions/lambda/aws",
    instead: { "functions/lambda/aws/services.ts": `${undone}/aws-sdk.ts` },
  },
  {
    what: "without splitting the bundle",
    where: "infra/bundle.ts",
    options: { splitting: false },
  },
  { what: "without minifying the bundle", where: "infra/bundle.ts", options: { minify: false } },
  { what: "with V8's compile cache, in addition", isCompileCached: true },
];

const ofDistance: readonly Difference[] = [
  {
    what: "without reading secrets early",
    where: "functions/lambda/early.ts",
    instead: { "functions/lambda/early.ts": `${undone}/no-early-secrets.ts` },
  },
  {
    what: "without opening connections early",
    where: "functions/lambda/early.ts",
    instead: { "functions/lambda/early.ts": `${undone}/no-early-connections.ts` },
  },
  {
    what: "with the gate asked after the claim",
    where: "dispatch/once/entering.ts",
    instead: { "dispatch/once/entering.ts": `${undone}/claim-first.ts` },
  },
];

/** Each measure undone where it shows. */
export const comparisons: readonly Comparison[] = [
  { of: "http", triggers: 1, distance: 0, differences: ofOneTrigger },
  {
    of: `http, ${manyTriggers.toLocaleString("en")} triggers`,
    triggers: manyTriggers,
    distance: 0,
    differences: [
      {
        what: "with all of the config parsed at the start",
        where: "functions/lambda/catalog.ts",
        instead: { "functions/lambda/catalog.ts": `${undone}/whole-config.ts` },
      },
    ],
  },
  {
    of: `http, AWS and GitHub ${someWay} ms away`,
    triggers: 1,
    distance: someWay,
    differences: ofDistance,
  },
];
