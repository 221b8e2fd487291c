import type { Timing } from "../backoff.ts";
import { isJsonObject, type Json } from "../expressions/data.ts";
import { type Retry, wait } from "../outcome.ts";
import { type Closure, passClosure } from "./closure.ts";
import {
  count,
  free,
  hour,
  minute,
  nextFree,
  type Pace,
  usedInHour,
  type Windows,
} from "./windows.ts";

/** What all functions share about one credential: what went through lately, and whether GitHub takes it. */
export interface Gate extends Windows {
  readonly booked: Booked;
  readonly closure?: Closure;
}

/** The places that are given away to those that wait: so many, one after another, since a time. */
interface Booked {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly places: number;
  /** How many there are before the hour is used up. */
  readonly most: number;
}

export const openGate: Gate = { minute: [], hour: [], booked: { from: 0, places: 0, most: 0 } };

/** The gate that a record holds. */
export function gateIn(value: Json): Gate {
  return isJsonObject(value) ? ({ ...openGate, ...value } as unknown as Gate) : openGate;
}

/** The answers to those that wanted to pass at the same time, and the gate after them. */
export interface Admission {
  readonly gate: Gate;
  /** For each, why it has to wait; nothing for one that may go. */
  readonly answers: readonly (Retry | undefined)[];
}

/** Lets as many through as GitHub's limits allow, and gives those that must wait a time each. */
export function admit(gate: Gate, wanting: number, pace: Pace, timing: Timing): Admission {
  const now = timing.now();
  const { waitFor, closure } = { closure: undefined, ...passClosure(gate.closure, now) };
  if (waitFor !== undefined) {
    return { gate, answers: times(wanting, () => waitForClosure(waitFor, timing)) };
  }
  const going = Math.min(wanting, free(gate, pace, now));
  if (closure !== undefined && going > 0) {
    const others = times(wanting - 1, () => waitForClosure(closure, timing));
    const { booked } = gate;
    return { gate: { ...count(gate, 1, now), booked, closure }, answers: [undefined, ...others] };
  }
  let { booked } = gate;
  const waits = times(wanting - going, () => {
    booked = bookNext(booked, gate, pace, now);
    return waitForPlace(placeOf(booked, pace), now);
  });
  const kept = gate.closure === undefined ? {} : { closure: gate.closure };
  const answers = [...times(going, () => undefined), ...waits];
  return { gate: { ...count(gate, going, now), booked, ...kept }, answers };
}

function times<Item>(length: number, make: () => Item): readonly Item[] {
  return Array.from({ length }, make);
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
export function open({ minute, hour, booked }: Gate): Gate {
  return { minute, hour, booked };
}

/** Those that wait for the same thing don't come back in the same second. */
function waitForClosure({ code, detail, until }: Closure, { now, random }: Timing): Retry {
  const seconds = Math.ceil((until - now()) / 1000);
  const jitter = Math.floor(random() * Math.min(30, seconds));
  return wait(code, `it waits, because: ${detail}`, Math.max(1, seconds + jitter));
}

function waitForPlace(place: number, now: number): Retry {
  const detail = "as many dispatches as GitHub allows have been sent in the last minute or hour";
  return wait("rate-limited", detail, Math.max(1, Math.ceil((place - now) / 1000)));
}

/** One place more: as close to the others as the minute allows, until an hour's are given away. */
function bookNext(booked: Booked, gate: Gate, pace: Pace, now: number): Booked {
  const from = nextFree(gate, pace, now);
  if (placeOf(booked, pace) < from) {
    const left = pace["per-hour"] - usedInHour(gate, now);
    return { from, places: 1, most: left > 0 ? left : pace["per-hour"] };
  }
  if (booked.places < booked.most) return { ...booked, places: booked.places + 1 };
  return { from: booked.from + hour.length, places: 1, most: pace["per-hour"] };
}

function placeOf({ from, places }: Booked, pace: Pace): number {
  return from + (places * minute.length) / pace["per-minute"];
}
