import { mayBeSame, type Target } from "../github/target.ts";
import type { Ledger, LedgerRecord } from "../ledger.ts";
import { type Entry, entryIn, type Span } from "./entry.ts";

/** What the ledger knows of other deliveries to the same workflow and ref at about the same time. */
export interface Rivals {
  /** The ids of runs that are known to be theirs. */
  readonly owned: ReadonlySet<number>;
  /** Those that have started a run, nobody knows which. */
  readonly started: readonly Entry[];
  /** Those that may have started a run. */
  readonly unsure: readonly Entry[];
  /** In which all runs of these and of the delivery itself were started, if they were. */
  readonly span: Span;
  /** Whether the span reaches further than was looked. */
  readonly isEndless: boolean;
  /** Whether there are more deliveries than were read. What waits is not among them later. */
  readonly isCutOff: boolean;
}

/** Milliseconds that GitHub's clock and this one may differ. */
const skew = 5000;

/** Milliseconds before and after that are looked through for what overlaps. */
const reach = 15 * 60 * 1000;

/** Entries of a trigger that are read at most, those that only wait among them. */
const limit = 20_000;

/** In which a run appears that was started in a span of this clock. */
export function widened({ from, until }: Span): Span {
  return { from: from - skew, until: until + skew };
}

/**
 * Finds the deliveries whose runs could be taken for those of a delivery: to the same workflow and ref, in
 * a span that overlaps with its own, or with that of one that does.
 *
 * @param triggers the names of the triggers that start workflows of the repository.
 * @param own the record of the delivery itself.
 */
export async function findRivals(
  ledger: Ledger,
  triggers: readonly string[],
  own: LedgerRecord,
  target: Target,
  unsettled: Span,
): Promise<Rivals> {
  const seen = { from: unsettled.from - reach, until: unsettled.until + reach };
  const found = await Promise.all(
    triggers.map((trigger) => ledger.between(trigger, seen.from, seen.until, limit)),
  );
  const others = found
    .flat()
    .filter(({ partition, key }) => partition !== own.partition || key !== own.key)
    .map(entryIn);
  const open = others
    .filter(({ run, sent }) => run === undefined && sent !== undefined)
    .filter((other) => other.target === undefined || mayBeSame(other.target, target));
  const { span, members } = overlapping(open, widened(unsettled));
  return {
    owned: new Set(others.flatMap(({ run }) => (run === undefined ? [] : [run.id]))),
    started: members.filter(({ state }) => state === "dispatched"),
    unsure: members.filter(({ state }) => state !== "dispatched"),
    span,
    isEndless: span.from <= seen.from || span.until >= seen.until,
    isCutOff: found.some(({ length }) => length === limit),
  };
}

/** Those whose spans overlap with a span, or with that of one that does, and the span of all together. */
function overlapping(
  entries: readonly Entry[],
  start: Span,
): { readonly span: Span; readonly members: readonly Entry[] } {
  let span = start;
  let members: readonly Entry[] = [];
  for (;;) {
    const reached = entries.filter(({ sent }) => sent !== undefined && meets(widened(sent), span));
    if (reached.length === members.length) return { span, members };
    members = reached;
    for (const { sent } of reached) if (sent !== undefined) span = union(span, widened(sent));
  }
}

function meets(a: Span, b: Span): boolean {
  return a.from <= b.until && b.from <= a.until;
}

function union(a: Span, b: Span): Span {
  return { from: Math.min(a.from, b.from), until: Math.max(a.until, b.until) };
}
