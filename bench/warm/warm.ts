import type { Benchmark, Chart, Goal, Results } from "../benchmark.ts";
import { bundleModule } from "../candidates/bundle.ts";
import { type Candidate, createBuilder } from "../candidates/candidates.ts";
import { inRounds } from "../candidates/rounds.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import type { StandIns } from "../stand-ins/start.ts";
import { figuresOf, type WarmFigures, warmTable } from "./figures.ts";
import type { Took } from "./loop.ts";
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

/** Times of the floor that our functions may take without their ledger. */
const mostOfFloor = 1.1;

/** Times of the floor's CPU, with the ledger's requests, that our functions may take with their ledger. */
const mostWithLedger = 1.15;

const about = `
The time and the CPU of one dispatch in a process that has made many: one after another, and ten at the same time. The
floor, \`http\`, \`queue\` and what people write are those of the cold start. A dispatch with the ledger makes three more
requests to DynamoDB: its claim and its credential's gate at the same time, and after the dispatch its record. The
*floor with ledger* makes them, too, as bare \`fetch\`es that are not signed, of the same size. *Ledger off* is the same
function with a ledger in the process that answers at once, which is no way to deploy it.

Each candidate has a process of its own, of which one works at a time: blocks of ${dispatchesOfBlock} dispatches in
turn, round by round, and ${generations} times with new processes. The ratios are those of a round. CPU is that of the process, its other threads included. The
credential's \`pace\` is set as high as can be written, since a benchmark dispatches more than GitHub would take.
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
  const measured = new Map(subjects.map((subject) => [subject, [] as Took[]]));
  for (let generation = 1; generation <= generations; generation += 1) {
    const found = await measureGeneration(generation, candidates, subjects, loop);
    for (const [subject, took] of found) measured.get(subject)?.push(...took);
  }
  const blocks = subjects.length * (rounds + 1) * generations;
  const warmUps = candidates.length * generations + 1;
  await expectRuns(standIns, blocks * dispatchesOfBlock + warmUps * warmUp);
  return resultsOf(figuresOf(measured, "sequential"), figuresOf(measured, "concurrent"));
}

/** Measures with new processes, each with a ledger of its own, and so with a gate that has let nothing through. */
async function measureGeneration(
  generation: number,
  candidates: readonly Candidate[],
  subjects: readonly Subject[],
  loop: string,
): Promise<ReadonlyMap<Subject, readonly Took[]>> {
  const processes = new Map<Candidate, WarmProcess>();
  try {
    for (const candidate of candidates) {
      const LEDGER_TABLE = `ledger ${generation} of ${candidate.name}`;
      const environment = { ...candidate.environment, LEDGER_TABLE };
      processes.set(candidate, startWarmProcess({ ...candidate, environment }, loop));
    }
    for (const [{ event }, started] of processes) await warmUpWith(event, started);
    return await inRounds(subjects, rounds, async ({ candidate, block }) => {
      const took = await processes.get(candidate)?.measure(block);
      if (took === undefined) throw new Error(`${candidate.name} has not been started`);
      return took;
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

function resultsOf(
  sequential: readonly WarmFigures[],
  concurrent: readonly WarmFigures[],
): Results {
  return {
    tables: [
      warmTable("handler, one dispatch after another", sequential),
      warmTable("handler, ten dispatches at the same time", concurrent),
    ],
    goals: ["http", "queue"].flatMap((name) => goalsOf(name, sequential)),
    charts: [chartOf(sequential)],
  };
}

function goalsOf(name: string, figures: readonly WarmFigures[]): readonly Goal[] {
  const named = (what: string) => figures.find((found) => found.what === what);
  const [own, off] = [named(name), named(`${name}, ledger off`)];
  const goal = (what: string, found: number | undefined, atMost: number): Goal => {
    return { what: `${name}: ${what}`, unit: "times", found: found ?? Number.NaN, atMost };
  };
  const { cpuOfFloorWithLedger } = own ?? {};
  return [
    goal("time with the ledger off, against the floor", off?.timeOfFloor.median, mostOfFloor),
    goal("CPU with the ledger off, against the floor", off?.cpuOfFloor.median, mostOfFloor),
    goal("CPU, against the floor with ledger", cpuOfFloorWithLedger?.median, mostWithLedger),
  ];
}

function chartOf(figures: readonly WarmFigures[]): Chart {
  const others = figures.filter(({ what }) => what !== "floor");
  return {
    title: "CPU of a warm dispatch, against a bare fetch",
    unit: "times",
    bars: others.map(({ what, cpuOfFloor }) => ({
      label: what,
      figure: cpuOfFloor,
      isPeer: !/^(http|queue)/.test(what),
    })),
  };
}
