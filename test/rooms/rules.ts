import { posix } from "node:path";
import { type Ambient, ambientsOf } from "./ambient.ts";
import { type Import, importsOf } from "./imports.ts";

/** The rooms, each with those it may import from. Of a room under `types`, it may import types alone. */
export const rooms: Readonly<Record<string, { from: readonly string[]; types?: string }>> = {
  dispatch: { from: [] },
  functions: { from: ["dispatch"] },
  local: { from: ["dispatch", "functions"] },
  cli: { from: ["dispatch", "functions", "local"] },
  infra: { from: ["dispatch"], types: "functions" },
};

const arrows = "The arrows are dispatch ← functions ← local ← cli and dispatch ← infra.";

/** Packages that belong to an edge of the project, and the files that are that edge. */
const edges: readonly { packages: RegExp; only: RegExp; home: string; mend: string }[] = [
  {
    packages: /^@aws-sdk\//,
    only: /^functions\/lambda\//,
    home: "functions/lambda",
    mend: "Give the function what it needs in World (functions/app.ts), and call AWS in functions/lambda.",
  },
  {
    packages: /^(aws-cdk-lib|constructs|esbuild)(\/|$)/,
    only: /^infra\//,
    home: "infra",
    mend: "Build what is deployed in infra, and pass plain values on.",
  },
  {
    packages: /^aws-lambda$/,
    only: /^(functions|local)\//,
    home: "functions and local",
    mend: "Translate Lambda's event to a Delivery in functions, and pass that on.",
  },
  {
    packages: /^(croner|jose|@actions\/workflow-parser)(\/|$)/,
    only: /^local\//,
    home: "local",
    mend: "What stands in for AWS and GitHub on this machine belongs in local.",
  },
  {
    // node:net is not among them: it tells whether a text is an IP address.
    packages: /^(node:)?(fs|http|http2|https|tls|dns|dgram|os|process|child_process|timers)(\/|$)/,
    only: /^(functions\/lambda|infra|local|cli)\//,
    home: "functions/lambda, infra, local and cli",
    mend: "Take what it gives as an argument; a composition root passes it in.",
  },
];

/** What only some files may use of the world around them, and why. */
const worldly: readonly { ambient: Ambient; what: string; only: RegExp; mend: string }[] = [
  {
    ambient: "environment",
    what: "process.env",
    only: /^(functions\/lambda\/app|infra\/app|cli\/[\w-]+)\.ts$/,
    mend: "Take the value as an argument; a composition root (functions/lambda/app.ts, infra/app.ts, cli) reads it.",
  },
  {
    ambient: "process",
    what: "process",
    only: /^(functions\/lambda\/(app|connection\/node-http)\.ts$|infra\/|local\/|cli\/)/,
    mend: "Take the value as an argument; a composition root passes it in.",
  },
  {
    ambient: "clock",
    what: "the clock (Date.now(), new Date())",
    only: /^(functions\/lambda\/app\.ts$|infra\/app\.ts$|local\/|cli\/)/,
    mend: "Take now as an argument, so that a test can set it.",
  },
  {
    ambient: "randomness",
    what: "randomness (Math.random(), crypto)",
    only: /^(functions\/lambda\/app\.ts$|local\/|cli\/)/,
    mend: "Take random as an argument, so that a test can set it.",
  },
  {
    ambient: "network",
    what: "the global fetch",
    only: /^(functions\/lambda\/app\.ts$|local\/|cli\/)/,
    mend: "Take fetch as an argument, so that a test can answer.",
  },
  {
    ambient: "console",
    what: "the console",
    only: /^(functions\/lambda\/console\.ts$|infra\/app\.ts$|local\/|cli\/)/,
    mend: "Return what there is to say, or log a LogRecord (functions/log.ts).",
  },
];

/** What a file of a room does that it may not: the rule, and how to mend it. */
export function complaintsAbout(file: string, source: string): readonly string[] {
  return [
    ...importsOf(source).flatMap((imported) => complaintsAboutImport(file, imported)),
    ...complaintsAboutAmbients(file, source),
  ];
}

function complaintsAboutImport(file: string, imported: Import): readonly string[] {
  const { specifier } = imported;
  if (specifier.startsWith(".")) return complaintsAboutFile(file, imported);
  return edges
    .filter(({ packages, only }) => packages.test(specifier) && !only.test(file))
    .map(({ home, mend }) => `${file} imports ${specifier}, which is for ${home} alone. ${mend}`);
}

function complaintsAboutFile(file: string, { specifier, typeOnly }: Import): readonly string[] {
  const target = posix.join(posix.dirname(file), specifier);
  const [room = "", other = ""] = [file, target].map((path) => path.split("/")[0]);
  const { from = [], types } = rooms[room] ?? {};
  if (other === room || from.includes(other)) return [];
  if (types !== other) {
    const mend = "Move what both need to where both may import it, or take it as an argument.";
    return [`${file} imports ${target}. ${room} may import from ${list(from)}. ${arrows} ${mend}`];
  }
  if (typeOnly) return [];
  return [`${file} imports ${target}. Of ${types}, ${room} takes types alone: write import type.`];
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "no other room" : `${names.join(", ")} alone`;
}

function complaintsAboutAmbients(file: string, source: string): readonly string[] {
  const used = ambientsOf(source);
  return worldly
    .filter(({ ambient, only }) => used.includes(ambient) && !only.test(file))
    .map(({ what, mend }) => `${file} uses ${what}, which it is not given. ${mend}`);
}
