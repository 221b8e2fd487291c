import type { Benchmark, Chart, Goal, Results } from "../benchmark.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { type Builder, createBuilder } from "../candidates/candidates.ts";
import { inRounds } from "../candidates/rounds.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import type { Address } from "../stand-ins/start.ts";
import { type ColdProcesses, createColdProcesses } from "./cold-process.ts";
import { type ColdFigures, coldTable, figuresOf, ratioToBestPeer } from "./figures.ts";

/** Rounds that are counted. */
const rounds = 21;

/** Times of the floor that our functions may take. */
const mostOfFloor = 1.35;

/** Kilobytes that may be loaded before the first dispatch. */
const mostParsed = 150;

const about = `
From the start of a process of Node.js to the end of its first dispatch, in a new process each time. The process does
what Lambda's own runtime does: it loads the handler's module, and calls it with one event. The **floor** is a handler
that has the token in its environment and makes one bare \`fetch\`. \`http\` and \`queue\` are the functions as they are
deployed, with expressions, auth and the ledger: a call with a bearer token of the route's own, unless said otherwise,
and a message with an event. The others are what people write: a handler that reads the token from Secrets Manager and
dispatches, without expressions, ledger, auth or retries, built with the defaults of the CDK's \`NodejsFunction\`. These
leave the AWS SDK to Lambda, where it is taken as npm has it here; with "SDK bundled" it is in the bundle.

Secrets Manager, DynamoDB and GitHub are servers on the same machine, so no time is lost on a network; each has a port
of its own, so that a connection to one is of no use for another. All candidates are measured in turn, round by round,
and "of the floor" is the ratio to the floor of the same round. *init* is the loading of the module alone, *parsed* the
bytes of all files that are loaded before the dispatch is sent, and *memory* what the process has resident after it.
`;

/** Process start to first dispatch, against the floor and against what people write. */
export const cold: Benchmark = {
  name: "cold",
  title: "A cold start",
  about,
  run: () => withStandIns(measure),
};

async function measure({ standIns, folder }: Setting): Promise<Results> {
  const processes = await createColdProcesses(folder);
  const overHttp = createBuilder(`${folder}/http`, standIns.plain);
  const plain = await measureAll(await subjectsOf(overHttp, true), processes);
  if (standIns.tls === undefined) {
    console.warn("Nothing is measured over TLS: there is no openssl to make a certificate with.");
  }
  const encrypted = standIns.tls && (await measureOverTls(standIns.tls, folder, processes));
  const all = [...plain, ...(encrypted ?? [])];
  // Each was started once more to count what it loads.
  await expectRuns(standIns, all.length * (rounds + 2));
  const overTls = encrypted === undefined ? [] : [coldTable("handler, over TLS", encrypted)];
  return {
    tables: [coldTable("handler, over HTTP", plain), ...overTls],
    goals: [...goalsOf(plain, "HTTP"), ...parsedGoals(plain), ...goalsOf(encrypted ?? [], "TLS")],
    charts: [chartOf(plain)],
  };
}

async function measureOverTls(
  address: Address,
  folder: string,
  processes: ColdProcesses,
): Promise<readonly ColdFigures[]> {
  const builder = createBuilder(`${folder}/tls`, address);
  return measureAll(await subjectsOf(builder, false), processes);
}

/** Who is measured, the floor first. */
async function subjectsOf(builder: Builder, withOtherAuth: boolean): Promise<readonly Subject[]> {
  const { http, queue, signed, iam } = await builder.ours();
  const lambdaSdk = await builder.peers({ bundleAwsSdk: false });
  const bundledSdk = await builder.peers({ bundleAwsSdk: true });
  return [
    { candidate: await builder.floor(), isPeer: false },
    ...[http, queue].map((candidate) => ({ candidate, isPeer: false })),
    ...(withOtherAuth ? [signed, iam] : []).map((candidate) => ({ candidate, isPeer: false })),
    ...[...lambdaSdk, ...bundledSdk].map((candidate) => ({ candidate, isPeer: true })),
  ];
}

interface Subject {
  readonly candidate: Candidate;
  readonly isPeer: boolean;
}

async function measureAll(
  subjects: readonly Subject[],
  { start, countParsed }: ColdProcesses,
): Promise<readonly ColdFigures[]> {
  const starts = await inRounds(subjects, rounds, ({ candidate }) => start(candidate));
  const found: ColdFigures[] = [];
  const [floor] = starts.values();
  for (const [{ candidate, isPeer }, own] of starts) {
    const parsed = await countParsed(candidate);
    found.push(figuresOf({ what: candidate.name, isPeer, parsed }, own, floor ?? []));
  }
  return found;
}

function oursIn(figures: readonly ColdFigures[]): readonly ColdFigures[] {
  return figures.filter(({ what }) => what === "http" || what === "queue");
}

function goalsOf(figures: readonly ColdFigures[], over: string): readonly Goal[] {
  return oursIn(figures).flatMap((ours): readonly Goal[] => [
    {
      what: `${ours.what}: first dispatch over ${over}, against the floor`,
      unit: "times",
      found: ours.ofFloor.median,
      atMost: mostOfFloor,
    },
    {
      what: `${ours.what}: first dispatch over ${over}, against the fastest of the others`,
      unit: "times",
      found: ratioToBestPeer(ours, figures),
      atMost: 1,
    },
  ]);
}

function parsedGoals(figures: readonly ColdFigures[]): readonly Goal[] {
  return oursIn(figures).map(({ what, parsed }) => ({
    what: `${what}: parsed before the first dispatch`,
    unit: "KB",
    found: parsed,
    atMost: mostParsed,
  }));
}

function chartOf(figures: readonly ColdFigures[]): Chart {
  return {
    title: "Process start to first dispatch, against a bare fetch",
    unit: "times",
    atMost: mostOfFloor,
    bars: figures.slice(1).map(({ what, ofFloor, isPeer }) => ({
      label: what,
      figure: ofFloor,
      isPeer,
    })),
  };
}
