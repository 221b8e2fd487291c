import type { Benchmark, Results } from "../benchmark.ts";
import { bundleModule } from "../candidates/bundle.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { createBuilder } from "../candidates/candidates.ts";
import { inRounds } from "../candidates/rounds.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import type { StandIns } from "../stand-ins/start.ts";
import { figuresOf, type Measured } from "./figures.ts";
import { resultsOf } from "./results.ts";
import { candidatesOf, dispatchesOfBlock, type Subject, subjectsOf } from "./subjects.ts";
import { startWarmProcess, type WarmProcess } from "./warm-process.ts";

/**
 * Processes of each candidate, one after another, and the rounds of each that are counted. A candidate dispatches less
 * than 10,000 times in each, which is the most that a credential's pace can be set to for a minute.
 */
const generations = 3;
const rounds = 5;

/** Calls of each process before anything is measured: enough for V8 to compile what is called often. */
const warmUp = 600;

const about = `
The time and the CPU of one dispatch in a process that has made many: one after another, and ten at the same time. The
floor, \`http\`, \`queue\` and what people write are those of the cold start. A dispatch with the ledger takes two round
trips more, in which it makes four requests in place of one: its claim and its credential's gate at the same time, the
dispatch, and its record. So it costs several times the CPU of a bare \`fetch\`, whoever makes it. The *floor with
ledger* makes the same four and does nothing else: bare \`fetch\`es of the same size, not signed. *Ledger off* is the
same function with a ledger in the process that answers at once, which is no way to deploy it. The goals are read so: a
function with the ledger off is compared with the floor, and as it is deployed with the floor with ledger, in time and
in CPU, one after another and ten at the same time.

*Requests to the ledger* are those of one dispatch, as DynamoDB's stand-in has counted them. Of dispatches that come at
the same time, the functions ask the gate for several at once, and the floor with ledger asks for each. Where a
function makes fewer requests, its ratio to that floor says what the dispatch costs, and not what the same requests do.

Each candidate has a process of its own, of which one works at a time: blocks of ${dispatchesOfBlock} dispatches in
turn, round by round, and ${generations} times with new processes. The ratios are those of a round. CPU is that of the
process, its other threads included. The credential's \`pace\` is set as high as can be written, since a benchmark
dispatches more than GitHub would take.
`;

/** Time and CPU of a warm dispatch, against the floor and against what people write. */
export const warm: Benchmark = {
  name: "warm",
  title: "A warm dispatch",
  about,
  run: () => withStandIns(measure),
};

async function measure({ standIns, folder }: Setting): Promise<Results> {
  const loop = await bundleModule("bench/warm/loop.ts", folder);
  const builder = createBuilder(`${folder}/http`, standIns.plain);
  const { http } = await builder.ours();
  const candidates = await candidatesOf(builder, await bytesOfRecord(http, loop, standIns));
  const subjects = subjectsOf(candidates);
  const measured = new Map(subjects.map((subject) => [subject, [] as Measured[]]));
  for (let generation = 1; generation <= generations; generation += 1) {
    const processes = startAll(generation, candidates, loop);
    const found = await measureGeneration(processes, subjects, standIns);
    for (const [subject, took] of found) measured.get(subject)?.push(...took);
  }
  const blocks = subjects.length * (rounds + 1) * generations;
  const warmUps = candidates.length * generations + 1;
  await expectRuns(standIns, blocks * dispatchesOfBlock + warmUps * warmUp);
  return resultsOf(figuresOf(measured, "sequential"), figuresOf(measured, "concurrent"));
}

/** New processes, each with a ledger of its own, and so with a gate that has let nothing through. */
function startAll(
  generation: number,
  candidates: readonly Candidate[],
  loop: string,
): ReadonlyMap<Candidate, WarmProcess> {
  return new Map(
    candidates.map((candidate) => {
      const LEDGER_TABLE = `ledger ${generation} of ${candidate.name}`;
      const environment = { ...candidate.environment, LEDGER_TABLE };
      return [candidate, startWarmProcess({ ...candidate, environment }, loop)];
    }),
  );
}

async function measureGeneration(
  processes: ReadonlyMap<Candidate, WarmProcess>,
  subjects: readonly Subject[],
  { counts }: StandIns,
): Promise<ReadonlyMap<Subject, readonly Measured[]>> {
  try {
    for (const [{ event }, started] of processes) await warmUpWith(event, started);
    return await inRounds(subjects, rounds, async ({ candidate, block }) => {
      const before = await counts();
      const took = await processes.get(candidate)?.measure(block);
      if (took === undefined) throw new Error(`${candidate.name} has not been started`);
      return { ...took, records: (await counts()).records - before.records };
    });
  } finally {
    for (const { close } of processes.values()) await close();
  }
}

async function warmUpWith(event: string, { measure }: WarmProcess): Promise<void> {
  await measure({ event, calls: warmUp / 2, concurrency: 1 });
  await measure({ event, calls: warmUp / 2, concurrency: 10 });
}

/** The bytes of an average request of our functions to DynamoDB, for the floor to make as large ones. */
async function bytesOfRecord(
  candidate: Candidate,
  loop: string,
  { counts }: StandIns,
): Promise<number> {
  const started = startWarmProcess(candidate, loop);
  await warmUpWith(candidate.event, started);
  await started.close();
  const { records, recordBytes } = await counts();
  return Math.round(recordBytes / records);
}
