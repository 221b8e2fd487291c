import {
  type Benchmark,
  type Chart,
  type Goal,
  medianOf,
  type Results,
  type Spread,
  spreadOf,
  type Table,
} from "../benchmark.ts";
import { inRounds, ratiosOf } from "../candidates/rounds.ts";
import { expectRuns, type Setting, withStandIns } from "../candidates/setting.ts";
import { buildSized, dispatchesOfEach, type SizedTimes, timeSized } from "./handlers.ts";
import { type Synthesis, synthesize } from "./synthesis.ts";
import { fileOf } from "./triggers.ts";

/** Numbers of triggers, the fewest first. */
const counts = [1, 10, 100, 400, 1000, 3000] as const;
const [fewest, most] = [counts[0], counts[counts.length - 1] ?? 1];

const synthRounds = 3;

/** Times of the cold start with one trigger that the one with most may take. */
const mostOfOne = 1.05;

/** Stacks that what has no room in the root is divided among: `groups` of infra/placement.ts. */
const nestedStacks = 32;

const about = `
The same with more and more triggers, of one file: all of them have a schedule, but for the one that is measured.
*synth* is \`npm run synth\`, from the start of its process to its end. *templates* and *resources* are those of all
stacks together: beyond the 500 resources that CloudFormation takes in one, triggers go into nested stacks. *config* is
what is bundled with the functions. The handlers are those of the cold start, over HTTP, and "of one" is the ratio to
the same handler with one trigger, in the same round.
`;

/** How the deployment and the functions grow with the number of triggers. */
export const growth: Benchmark = {
  name: "growth",
  title: "From one trigger to thousands",
  about,
  run: () => withStandIns(measure),
};

async function measure(setting: Setting): Promise<Results> {
  const sized = buildSized(counts, setting);
  const times = await timeSized(sized, setting);
  await expectRuns(setting.standIns, sized.length * dispatchesOfEach);
  const timesOf = (handler: string) =>
    sized.flatMap((each) => (each.handler === handler ? [times.get(each) ?? noTimes] : []));
  const handlers = (["http", "queue"] as const).map((name) => ({
    name,
    grown: timesOf(name).map((own, _, [one]) => grownFrom(one ?? own, own)),
  }));
  const synthesised = await inRounds(counts, synthRounds, (count) =>
    synthesize(fileOf("schedule", count, "https://api.github.com"), `${setting.folder}/synth`),
  );
  return {
    tables: [synthTable(synthesised), ...handlers.map(({ name, grown }) => timeTable(name, grown))],
    goals: [
      ...handlers.map(({ name, grown }) => coldGoal(name, grown)),
      ...synthGoals(synthesised),
    ],
    charts: [chartOf(handlers)],
  };
}

const noTimes: SizedTimes = { cold: [], warm: [] };

/** What a handler takes with some number of triggers, and against one trigger. */
interface Grown {
  readonly cold: Spread;
  readonly coldOfOne: Spread;
  readonly warm: Spread;
  readonly warmOfOne: Spread;
}

function grownFrom(one: SizedTimes, own: SizedTimes): Grown {
  return {
    cold: spreadOf(own.cold),
    coldOfOne: ratiosOf(own.cold, one.cold),
    warm: spreadOf(own.warm),
    warmOfOne: ratiosOf(own.warm, one.warm),
  };
}

function timeTable(handler: string, grown: readonly Grown[]): Table {
  return {
    of: `triggers, ${handler}`,
    columns: [
      { name: "cold", unit: "ms" },
      { name: "of one", unit: "times" },
      { name: "warm", unit: "ms" },
      { name: "of one", unit: "times" },
    ],
    rows: grown.map(({ cold, coldOfOne, warm, warmOfOne }, index) => ({
      what: nameOf(counts[index] ?? 0),
      figures: [cold, coldOfOne, warm, warmOfOne],
    })),
  };
}

type Synthesised = ReadonlyMap<number, readonly Synthesis[]>;

function synthTable(synthesised: Synthesised): Table {
  return {
    of: "triggers",
    columns: [
      { name: "synth", unit: "ms" },
      { name: "stacks", unit: "" },
      { name: "resources", unit: "" },
      { name: "templates", unit: "KB" },
      { name: "config", unit: "KB" },
    ],
    rows: [...synthesised].map(([count, runs]) => {
      const { stacks, resources, templates, config } = lastOf(runs);
      return {
        what: nameOf(count),
        figures: [timeOf(runs), stacks, resources, templates / 1000, config / 1000],
      };
    }),
  };
}

function coldGoal(handler: string, grown: readonly Grown[]): Goal {
  return {
    what: `${handler}: first dispatch with ${nameOf(most)} triggers, against one`,
    unit: "times",
    found: grown.at(-1)?.coldOfOne.median ?? Number.NaN,
    atMost: mostOfOne,
  };
}

function synthGoals(synthesised: Synthesised): readonly Goal[] {
  const [one, all] = [fewest, most].map((count) => synthesised.get(count) ?? []);
  const [oneTime, allTime] = [one, all].map((runs = []) => medianOf(timeOf(runs)));
  const [oneRest, allRest] = [lastOf(one).resources - fewest, lastOf(all).resources - most];
  return [
    {
      what: `synth of ${nameOf(most)} triggers, against three times that of one and 10 ms for each`,
      unit: "ms",
      found: allTime ?? Number.NaN,
      atMost: 3 * (oneTime ?? Number.NaN) + 10 * most,
    },
    {
      what: `resources of ${nameOf(most)} triggers besides one for each, against those of one trigger and the nested stacks`,
      unit: "",
      found: allRest,
      atMost: oneRest + nestedStacks,
    },
  ];
}

function chartOf(
  handlers: readonly { readonly name: string; readonly grown: readonly Grown[] }[],
): Chart {
  return {
    title: "Process start to first dispatch, against one trigger",
    unit: "times",
    atMost: mostOfOne,
    bars: handlers.flatMap(({ name, grown }) =>
      grown.slice(1).map(({ coldOfOne }, index) => ({
        label: `${name}, ${nameOf(counts[index + 1] ?? 0)}`,
        figure: coldOfOne,
      })),
    ),
  };
}

function timeOf(runs: readonly Synthesis[]): Spread {
  return spreadOf(runs.map(({ time }) => time));
}

function lastOf(runs: readonly Synthesis[] = []): Synthesis {
  const last = runs.at(-1);
  if (last === undefined) throw new Error("nothing was synthesised");
  return last;
}

function nameOf(count: number): string {
  return count.toLocaleString("en");
}
