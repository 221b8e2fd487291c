import type { Ledger } from "../../dispatch/ledger.ts";
import { pick, seededRandom } from "../../local/github/faults/random.ts";
import { allFaults, type FaultPlan } from "../../local/github/faults.ts";
import { call } from "./caller.ts";
import { type Cloud, startCloud } from "./cloud.ts";
import { type Agenda, createAgenda, type Happening, runUntilEmpty } from "./consume.ts";
import { eventMessage, type TestDelivery } from "./deliveries.ts";

/** How much goes wrong. */
export interface Storm {
  readonly seed: number;
  readonly deliveries: number;
  /** The share of calls to GitHub that go wrong. */
  readonly faults: number;
  /** The share of deliveries that come twice. */
  readonly duplicates: number;
  /** The chance that an instance is ended, at each point of its way. */
  readonly kills: number;
  /** The share of calls to the ledger that fail, half of them after they were done. */
  readonly ledgerFaults: number;
}

/** What became of everything. */
export interface Aftermath {
  readonly cloud: Cloud;
  /** The triggers of all deliveries by their ids. */
  readonly deliveries: ReadonlyMap<string, string>;
  /** How often instances were ended. */
  readonly kills: number;
  /** Requests that met a fault. */
  readonly faulty: number;
  /** When a delivery's result got lost: its POST was not answered well, or an instance was ended. */
  readonly blanks: readonly Blank[];
}

/** A ledger of which nobody knows what a failed call has done. */
function failing(
  ledger: Ledger,
  isFaulty: () => boolean,
  chance: () => number,
  onFault: () => void,
): Ledger {
  async function attempt<Result>(act: () => Promise<Result>): Promise<Result> {
    if (!isFaulty()) return act();
    onFault();
    if (chance() < 0.5) await act();
    throw new Error("the ledger can't be reached");
  }
  return {
    put: (record) => attempt(() => ledger.put(record)),
    get: (...args) => attempt(() => ledger.get(...args)),
    between: (...args) => attempt(() => ledger.between(...args)),
  };
}

/** A moment after which nobody knows what became of a delivery, or, without one, of several. */
interface Blank {
  readonly time: number;
  readonly id: string | undefined;
}

const hour = 3_600_000;

/** Deliveries an hour. */
const rate = 80;

/** Has deliveries come for hours or days while GitHub fails, instances end, and messages and calls come twice. */
export async function ride(storm: Storm): Promise<Aftermath> {
  const chance = seededRandom(storm.seed + 1_000_000);
  const blanks: Blank[] = [];
  let kills = 0;
  const plan = createPlan(storm);
  const calm = await startCloud(storm.seed, { faults: plan.plan, listingDelay: 5000 });
  const onFault = () => blanks.push({ time: calm.clock.now(), id: undefined });
  const ledger = failing(calm.world.ledger, () => chance() < storm.ledgerFaults, chance, onFault);
  const cloud = { ...calm, world: { ...calm.world, ledger } };
  const length = (storm.deliveries / rate) * hour;
  const agenda = createAgenda(outages(cloud, length, chance));
  const reap = () => {
    if (chance() >= storm.kills) return false;
    blanks.push({ time: cloud.clock.now(), id: undefined });
    kills += 1;
    return true;
  };
  cloud.onPost((id, isAnswered) => {
    if (!isAnswered) blanks.push({ time: cloud.clock.now(), id });
  });
  const deliveries = new Map<string, string>();
  for (let index = 0; index < storm.deliveries; index += 1) {
    const delivery = { trigger: triggerOf(index), id: `delivery-${index}` };
    deliveries.set(delivery.id, delivery.trigger);
    const happen = isCall(index)
      ? () => callUntilSettled(cloud, agenda, delivery, reap)
      : () => cloud.messages.send(eventMessage(delivery), Math.floor(chance() * 30));
    const time = cloud.clock.now() + Math.floor(chance() * length);
    agenda.add({ time, happen });
    if (chance() >= storm.duplicates) continue;
    // Some come at once, some when the first has long been dispatched.
    const later = chance() < 0.5 ? 0 : Math.floor(chance() * 2 * hour);
    agenda.add({ time: time + later, happen });
  }
  await runUntilEmpty(cloud, agenda, reap);
  return { cloud, deliveries, kills, faulty: plan.faulty(), blanks };
}

/** Calls a route with the delivery's id as its key, again and again while there is no answer, a 409 or a 5xx. */
async function callUntilSettled(
  cloud: Cloud,
  agenda: Agenda,
  { trigger, id }: TestDelivery,
  reap: () => boolean,
): Promise<void> {
  const answer = await call(cloud, { path: `/${trigger}`, key: id, body: `{"id":"${id}"}` }, reap);
  if (answer !== undefined && answer.status < 500 && answer.status !== 409) return;
  const time = cloud.clock.now() + 30_000;
  agenda.add({ time, happen: () => callUntilSettled(cloud, agenda, { trigger, id }, reap) });
}

/** A fifth of what goes to the workflows that have a route comes by it. */
function isCall(index: number): boolean {
  return index % 5 === 1 && ["plain", "named"].includes(triggerOf(index));
}

/** Each fiftieth can't succeed; the others go to workflows with and without names that tell runs apart. */
function triggerOf(index: number): string {
  if (index % 50 === 0) return "push";
  return ["plain", "named", "second"][index % 3] ?? "plain";
}

/** The port is closed ten times for some minutes, so that connections are refused. */
function outages(
  { github, clock }: Cloud,
  length: number,
  chance: () => number,
): readonly Happening[] {
  return Array.from({ length: 10 }, () => clock.now() + chance() * length).flatMap((time) => [
    { time, happen: () => github.stop() },
    { time: time + chance() * 600_000, happen: () => github.restart() },
  ]);
}

/** A token that is refused or limited stops all its deliveries, so that happens less often than the rest. */
const tokensRefused = allFaults.filter(
  ({ kind }) => kind === "rate-limited" || kind === "unauthorized",
);
const answersLost = allFaults.filter((fault) => !tokensRefused.includes(fault));

/** What GitHub lists may be another's when the result of another got lost at about the same time. */
function isConfused(id: string, blanks: readonly Blank[]): boolean {
  const own = blanks.filter((blank) => blank.id === id || blank.id === undefined);
  const others = blanks.filter((blank) => blank.id !== id);
  return own.some(({ time }) =>
    others.some((other) => Math.abs(other.time - time) < 3 * 60_000 && other.time !== time),
  );
}

function createPlan({ seed, faults }: Storm): {
  readonly plan: FaultPlan;
  readonly faulty: () => number;
} {
  const chance = seededRandom(seed);
  let count = 0;
  const plan: FaultPlan = () => {
    const goesWrong = chance() < faults;
    const fault = pick(chance, chance() < 0.9 ? answersLost : tokensRefused);
    if (goesWrong) count += 1;
    return goesWrong ? fault : undefined;
  };
  return { plan, faulty: () => count };
}

/** What is wrong with an aftermath: the deliveries that were lost or doubled, or given up for no reason. */
export function verdict({ cloud, deliveries, blanks }: Aftermath) {
  const runs = new Map<string, number>();
  for (const { inputs } of cloud.github.runs()) {
    const { id = "" } = inputs;
    runs.set(id, (runs.get(id) ?? 0) + 1);
  }
  const codes = new Map<string, Set<string>>();
  for (const { attributes } of cloud.deadLetters.list()) {
    const { delivery = "", code = "none" } = attributes;
    codes.set(delivery, (codes.get(delivery) ?? new Set()).add(code));
  }
  const all = [...deliveries];
  const held = all.filter(([id]) => codes.get(id)?.has("result-unsure"));
  return {
    lost: all.filter(([id]) => !runs.has(id) && !codes.has(id)).map(([id]) => id),
    doubled: all.filter(([id]) => (runs.get(id) ?? 0) > 1).map(([id]) => id),
    /** Given up although a run was started, for another reason than that it can't be told. */
    both: all
      .filter(([id]) => runs.has(id) && codes.has(id) && !codes.get(id)?.has("result-unsure"))
      .map(([id]) => id),
    held: held.map(([id]) => id),
    /** Held although its run's name tells whose it is, or nothing else was unknown at the time. */
    heldForNothing: held
      .filter(([id, trigger]) => trigger === "named" || !isConfused(id, blanks))
      .map(([id]) => id),
    /** Given up with a code that is not the true one. */
    untrue: all
      .filter(([id, trigger]) => {
        const given = [...(codes.get(id) ?? [])];
        const allowed = trigger === "push" ? "no-dispatch-trigger" : "result-unsure";
        return given.some((code) => code !== allowed);
      })
      .map(([id]) => [id, [...(codes.get(id) ?? [])]]),
    letters: cloud.deadLetters.list().length,
  };
}
