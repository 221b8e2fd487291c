import type { Timing } from "../backoff.ts";
import { isJsonObject, type Json } from "../expressions/data.ts";
import { type Retry, wait } from "../outcome.ts";
import { type Closure, passClosure } from "./closure.ts";
import { emptyLine, horizon, type Line, lastPlace, lengthen } from "./line.ts";
import { count, free, minute, nextFree, type Pace, type Windows } from "./windows.ts";

/** What all functions share about one credential: what went through lately, and whether GitHub takes it. */
export interface Gate extends Windows {
  /** Those that wait for GitHub's limits. */
  readonly line: Line;
  readonly closure?: Closure;
}

export const openGate: Gate = { minute: [], hour: [], line: emptyLine };

/** The gate that a record holds. */
export function gateIn(value: Json): Gate {
  return isJsonObject(value) ? ({ ...openGate, ...value } as unknown as Gate) : openGate;
}

/** One that wants to pass. */
export interface Want {
  /** The place in the line that it was given before, in milliseconds since the epoch. */
  readonly place?: number | undefined;
  /** Until when it can wait, in milliseconds since the epoch; it gets no place after that. */
  readonly waitsUntil?: number | undefined;
  /** Whether it only asks GitHub for what is there, which no limit of dispatches is about. */
  readonly looks?: boolean;
}

/** The answers to those that wanted to pass at the same time, and the gate after them. */
export interface Admission {
  readonly gate: Gate;
  /** For each, why it has to wait; nothing for one that may go. */
  readonly answers: readonly (Retry | undefined)[];
}

/** Lets as many through as GitHub's limits allow, and gives those that must wait a time each. */
export function admit(gate: Gate, wants: readonly Want[], pace: Pace, timing: Timing): Admission {
  const now = timing.now();
  const { waitFor, closure: trial } = { closure: undefined, ...passClosure(gate.closure, now) };
  if (waitFor !== undefined) {
    return { gate, answers: wants.map((want) => waitForClosure(waitFor, want, timing)) };
  }
  if (trial === undefined) return admitAll(gate, wants, pace, timing);
  const first = wants.find((want) => mayTry(want, trial));
  if (first === undefined) return { gate, answers: wants.map(() => undefined) };
  return admitOne({ ...gate, closure: trial }, first, wants, pace, timing);
}

/** Whether what becomes of it tells whether the reason of a closure is over. Lists are not what is limited. */
export function mayTry({ looks }: Want, { code }: Closure): boolean {
  return !looks || code !== "rate-limited";
}

/** When the time of a closure is over, one tries, and the others wait for it. */
function admitOne(
  gate: Gate & { readonly closure: Closure },
  first: Want,
  wants: readonly Want[],
  pace: Pace,
  timing: Timing,
): Admission {
  const { closure, ...rest } = gate;
  const { gate: after, answers } = admitAll(rest, [first], pace, timing);
  const [answer] = answers;
  const kept = answer === undefined ? closure : { ...closure, until: timing.now() };
  return {
    gate: { ...after, closure: kept },
    answers: wants.map((want) => {
      if (want === first) return answer;
      return mayTry(want, closure) ? waitForClosure(closure, want, timing) : undefined;
    }),
  };
}

/** Who has a place goes when it is there; who comes new goes when nobody is in the line. */
function admitAll(gate: Gate, wants: readonly Want[], pace: Pace, timing: Timing): Admission {
  const now = timing.now();
  const places = free(gate, pace, now);
  const isOpen = lastPlace(gate.line, pace) <= now || isDeserted(gate, places, pace, now);
  let { line } = gate;
  let gone = 0;
  const answers = wants.map((want) => {
    const { place, looks } = want;
    if (looks) return undefined;
    const isItsTurn = place === undefined ? isOpen : place <= now;
    if (isItsTurn && gone < places) {
      gone += 1;
      return undefined;
    }
    const windows = count(gate, gone, now);
    if (place !== undefined)
      return waitInLine(Math.max(place, nextFree(windows, pace, now)), now, place);
    const longer = lengthen(line, windows, pace, now);
    const next = lastPlace(longer, pace);
    if (next > (want.waitsUntil ?? next)) return waitWithoutPlace(want, next, now);
    if (next - now > horizon) return waitForLine(timing);
    line = longer;
    return waitInLine(next, now, next);
  });
  return { gate: { ...gate, ...count(gate, gone, now), line }, answers };
}

/** Whether those whose places have been due for a minute don't come: some were given up, or never return. */
function isDeserted({ line }: Gate, places: number, pace: Pace, now: number): boolean {
  return line.from <= now - minute.length && places > pace["per-minute"] / 2;
}

/**
 * The gate after GitHub has refused the token, or its rate.
 *
 * @param trial the closure through which the one that says so was let to try. Those that passed before the
 * gate was closed fail together, and count once.
 */
export function close(gate: Gate, failure: Retry, now: number, trial: Closure | undefined): Gate {
  const { code, detail, seconds } = failure;
  const { until: before = 0, failures: count = 0 } = gate.closure ?? {};
  // The time of the trial is over with its end, but not what others have found out meanwhile.
  const until = Math.max(before === trial?.until ? 0 : before, now + seconds * 1000);
  const failures = trial !== undefined || count === 0 ? count + 1 : count;
  return { ...gate, closure: { code, detail, until, failures } };
}

/** The gate after GitHub has taken the token again. */
export function open({ closure: _, ...gate }: Gate): Gate {
  return gate;
}

/** Those that wait for the same thing don't come back in the same second. */
function waitForClosure(closure: Closure, { place }: Want, { now, random }: Timing): Retry {
  const seconds = Math.ceil((closure.until - now()) / 1000);
  const jitter = Math.floor(random() * Math.min(30, seconds));
  const detail = `it waits, because: ${closure.detail}`;
  return withPlace(wait(closure.code, detail, Math.max(1, seconds + jitter)), place);
}

const paced = "as many dispatches as GitHub allows have been sent in the last minute or hour";

function waitInLine(time: number, now: number, place: number): Retry {
  const seconds = Math.max(1, Math.ceil((time - now) / 1000));
  return withPlace(wait("rate-limited", paced, seconds), place);
}

/** Who can't wait for a place takes none, and may try until its time is over. */
function waitWithoutPlace({ waitsUntil = 0 }: Want, next: number, now: number): Retry {
  const time = waitsUntil > now ? waitsUntil : next;
  return wait("rate-limited", paced, Math.max(1, Math.ceil((time - now) / 1000)));
}

/** Who finds the line too long comes back before its end. */
function waitForLine({ random }: Timing): Retry {
  return wait("rate-limited", paced, Math.floor(((0.8 + 0.2 * random()) * horizon) / 1000));
}

function withPlace(retry: Retry, place: number | undefined): Retry {
  return place === undefined ? retry : { ...retry, place };
}
