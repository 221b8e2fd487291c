import type { Random } from "../../../local/github/faults/random.ts";
import { type Body, bodies, heavyBodies, hugeBodies } from "./bodies.ts";
import { brokenFramings, type Framing, framings } from "./framing.ts";
import { brokenHeaders, headers } from "./headers.ts";
import {
  brokenMethods,
  brokenTargets,
  brokenVersions,
  methods,
  queries,
  targets,
} from "./lines.ts";
import { gitHubSignatures, type Proof, standardSignatures } from "./signatures.ts";
import { bearerTokens, brokenTokens } from "./tokens.ts";
import { createHand, draw, type Header, type Tricks } from "./tricks.ts";

/** A request that may not start a run. */
export interface HostileRequest {
  /** The tricks in it. */
  readonly tricks: readonly string[];
  /** The path of the route that it is made for. */
  readonly route: string;
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: readonly Header[];
  /** Lines that are no headers. */
  readonly lines: readonly string[];
  readonly body: Buffer;
  readonly framing: Framing;
  /** Whether it is HTTP in all its parts, so that a server has to answer. */
  readonly isHttp: boolean;
}

/** Makes a request at a time, in milliseconds since the epoch. */
export type Generate = (random: Random, now: number) => HostileRequest;

/**
 * The routes with auth, with proofs that are wrong, and an open one, whatever is sent along: it needs a
 * payload in JSON, which no body has. What the other open one needs, an input `name`, none has either.
 */
function proofsOf(webTokens: Tricks<string>): Tricks<Tricks<Proof>> {
  const jwt = Object.entries(webTokens).map(([name, token]): [string, Proof] => [
    name,
    () => [["authorization", token]],
  ]);
  const none: Tricks<Proof> = { none: () => [], ...bearerTokens };
  return {
    "/token": bearerTokens,
    "/webhook": gitHubSignatures,
    "/standard": standardSignatures,
    "/narrow": standardSignatures,
    "/jwt": Object.fromEntries(jwt),
    "/parse": none,
  };
}

/** Prepares the making of requests: each is drawn from the random numbers alone. */
export function createGenerate(webTokens: Tricks<string>): Generate {
  const proofs = proofsOf(webTokens);
  const open = { "/whole": proofs["/parse"] ?? {} };
  return (random, now) => {
    const { maybe, rarely, always, drawn } = createHand(random);
    // What only GitHub refuses takes its time.
    const [route, known] = draw(random, random() < 0.05 ? open : proofs);
    const method = rarely("method", brokenMethods, maybe(0.1, "method", methods, "POST"));
    const toPath = rarely("target", brokenTargets, maybe(0.2, "target", targets, same));
    const query = maybe(0.1, "query", queries, "");
    const version = rarely("version", brokenVersions, maybe(0.02, "version", versions, usual));
    const { type, bytes } = always(...weigh(random()));
    const body = bytes();
    const anyProof = always(`proof of ${route}`, known);
    const prove = route === "/token" ? rarely("proof", brokenTokens, anyProof) : anyProof;
    const more = maybe(0.5, "headers", headers, []);
    const lines = rarely<readonly string[]>("headers", brokenLines, []);
    const sent = maybe(0.2, "framing", framings, framings.length);
    const framing = rarely("framing", brokenFramings, sent);
    const told = type === undefined ? [] : [["Content-Type", type] as const];
    return {
      ...drawn(),
      route,
      method,
      target: `${toPath(route)}${query}`,
      version,
      headers: [...told, ...prove({ body, now }), ...more],
      lines,
      body,
      framing,
    };
  };
}

const usual = " HTTP/1.1";
const versions: Tricks<string> = { "1.0": " HTTP/1.0" };
const same = (path: string) => path;
const brokenLines: Tricks<readonly string[]> = Object.fromEntries(
  Object.entries(brokenHeaders).map(([name, line]) => [name, [line]]),
);

/** One in 100 bodies is heavy, one in 1,500 is huge. */
function weigh(number: number): readonly [about: string, bodies: Tricks<Body>] {
  if (number < 1 / 1500) return ["huge body", hugeBodies];
  if (number < 1 / 100) return ["heavy body", heavyBodies];
  return ["body", bodies];
}

/** A request with nothing hostile in it but its body. */
export function plainRequest(route: string, { type = "", bytes }: Body): HostileRequest {
  return {
    tricks: [],
    route,
    method: "POST",
    target: route,
    version: usual,
    headers: [["content-type", type]],
    lines: [],
    body: bytes(),
    framing: framings.length,
    isHttp: true,
  };
}

/** All tricks but the proofs, as a request names them. */
export const allTricks: readonly string[] = Object.entries({
  method: methods,
  "broken method": brokenMethods,
  target: targets,
  "broken target": brokenTargets,
  query: queries,
  version: versions,
  "broken version": brokenVersions,
  body: bodies,
  "heavy body": heavyBodies,
  "huge body": hugeBodies,
  headers,
  "broken headers": brokenHeaders,
  framing: framings,
  "broken framing": brokenFramings,
}).flatMap(([about, some]) => Object.keys(some).map((name) => `${about}: ${name}`));
