import type { DeadLetterStore, MovedMessage } from "../functions/dead-letter-store.ts";
import { redriveAttributes } from "../functions/queue-message.ts";
import { type Letter, readLetter, type TriggerOfRule } from "../functions/read-letter.ts";
import { localTime, printable } from "./terminal.ts";

/** Which dead letters are moved, and how. */
export interface Redrive {
  /** Any of these codes; none: all but `result-unsure`. */
  readonly codes: readonly string[];
  readonly trigger: string | undefined;
  /** Those that were set aside since then, in milliseconds since the epoch. */
  readonly since: number;
  /** Whether they are to be sent though nobody can tell whether they have started a run. */
  readonly resend: boolean;
  /** Whether it is only told what would be moved. */
  readonly dryRun: boolean;
  readonly print: (line: string) => void;
}

/** What became of the dead letters. */
export interface Redriven {
  /** How many there were. */
  readonly found: number;
  /** How many were moved, or would be. */
  readonly moved: number;
  /** How many were left because only somebody who has looked at the runs can tell. */
  readonly unsure: number;
  /** How many were left because they can't be understood. */
  readonly unreadable: number;
}

/** The code of what may have started a run; it is moved only when it is named. */
export const unsureCode = "result-unsure";

/** How many are moved at the same time. */
const concurrency = 10;

/** Moves dead letters back into the queue of deliveries. */
export async function redrive(
  store: DeadLetterStore,
  triggerOfRule: TriggerOfRule,
  wanted: Redrive,
): Promise<Redriven> {
  try {
    const stored = await store.list();
    const letters = await Promise.all(stored.map((each) => readLetter(each, triggerOfRule)));
    const meant = letters.filter((letter) => isMeant(letter, wanted));
    const chosen = meant.filter(({ code }) => wanted.codes.length > 0 || code !== unsureCode);
    const movable = chosen.filter(({ problem }) => problem === undefined);
    await moveAll(store, movable, wanted);
    for (const letter of chosen) {
      if (letter.problem !== undefined) wanted.print(problemLine(letter, letter.problem));
    }
    return {
      found: letters.length,
      moved: movable.length,
      unsure: meant.length - chosen.length,
      unreadable: chosen.length - movable.length,
    };
  } finally {
    await store.release();
  }
}

function isMeant({ code, trigger, stored }: Letter, wanted: Redrive): boolean {
  if (wanted.codes.length > 0 && !wanted.codes.includes(code)) return false;
  if (wanted.trigger !== undefined && wanted.trigger !== trigger) return false;
  return stored.sent >= wanted.since;
}

async function moveAll(
  store: DeadLetterStore,
  letters: readonly Letter[],
  wanted: Redrive,
): Promise<void> {
  for (let start = 0; start < letters.length; start += concurrency) {
    const batch = letters.slice(start, start + concurrency);
    const results = await Promise.allSettled(batch.map((letter) => move(store, letter, wanted)));
    const failed = results.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
  }
}

async function move(store: DeadLetterStore, letter: Letter, wanted: Redrive): Promise<void> {
  const { dryRun, resend, print } = wanted;
  if (!dryRun) await store.moveBack(letter.stored, messageOf(letter, resend));
  print(lineOf(letter, dryRun));
}

/** The message as it was, as a later round of its delivery. */
function messageOf(letter: Letter, resend: boolean): MovedMessage {
  const { stored, first, attempts, body = stored.body } = letter;
  const attributes = {
    [redriveAttributes.round]: String(stored.sent),
    [redriveAttributes.first]: first,
    [redriveAttributes.attempts]: String(attempts),
    ...(resend ? { [redriveAttributes.resend]: "true" } : {}),
  };
  return { body, attributes };
}

function lineOf(letter: Letter, dryRun: boolean): string {
  const { trigger, delivery, code, first, last } = letter;
  const verb = dryRun ? "would move" : "moved";
  const times = `first ${timeOf(first)}  last ${timeOf(last)}`;
  const about = [trigger || "(no trigger)", delivery || "(no delivery)"].map(printable);
  return `${verb}  ${about.join("  ")}\n  ${printable(code)}  ${times}`;
}

function timeOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? printable(text) : localTime(time);
}

function problemLine({ stored, code }: Letter, problem: string): string {
  return `left  message ${stored.id}  ${printable(code)}\n  It stays where it is: ${printable(problem)}.`;
}
