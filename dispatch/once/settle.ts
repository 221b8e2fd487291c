import type { Timing } from "../backoff.ts";
import { failureOfAnswer, failureOfSilence } from "../github/answer.ts";
import { type Answer, isAnswer, type NoAnswer, type Transport } from "../github/call.ts";
import { type ListedRun, listRuns } from "../github/runs.ts";
import type { Target } from "../github/target.ts";
import type { Ledger } from "../ledger.ts";
import { type Dispatched, type Failure, rejected, retryUnsettled } from "../outcome.ts";
import type { Authorization } from "../tokens/tokens.ts";
import type { Claimed } from "./claim.ts";
import { correlationIdsIn } from "./correlation.ts";
import type { Entry, Span } from "./entry.ts";
import { canAllHaveOne } from "./matching.ts";
import { findRivals, type Rivals, widened } from "./rivals.ts";

/** A delivery whose result is not known. */
export interface Unsettled {
  readonly claimed: Claimed;
  /** When the run was started, if it was. */
  readonly unsettled: Span;
  /** Where it was sent. */
  readonly target: Target;
  /** The names of the triggers that start workflows of the repository. */
  readonly triggers: readonly string[];
  /** The text by which its run is told from others, if the run's name carries it. */
  readonly correlation: string;
  readonly authorization: Authorization;
  /** Whether it is sent again where it can't be told. */
  readonly resend: boolean;
}

/** The run that was started, that none was (so that it may be sent), or why neither can be told. */
export type Settled = Dispatched | Failure | "none";

export interface SettleServices extends Transport, Timing {
  readonly ledger: Ledger;
}

/**
 * Finds out whether a dispatch whose result is not known has started a run: by GitHub's list of runs, and
 * by what the ledger knows of other deliveries.
 *
 * Rejects when the ledger can't be reached.
 */
export async function settle(about: Unsettled, services: SettleServices): Promise<Settled> {
  const { claimed, unsettled, target, triggers, authorization } = about;
  const list = ({ from, until }: Span) => listRuns(target, from, until, authorization, services);
  const own = await list(widened(unsettled));
  if (!isList(own)) return cannotLook(about, own, services);
  const told = byCorrelation(about, own);
  if (told !== undefined) return told;
  // A run that is in a list was claimed before the list was made, so the ledger is asked after it.
  const look = () => findRivals(services.ledger, triggers, claimed.record, target, unsettled);
  const nearby = await look();
  if (candidatesIn(own, nearby).length === 0) return "none";
  if (nearby.isCutOff) return later("too many others wait", 300);
  if (nearby.isEndless) return unsure(about, "there were too many dispatches then", own);
  const all = await list(nearby.span);
  if (!isList(all)) return cannotLook(about, all, services);
  const rivals = await look();
  const { from, until } = rivals.span;
  if (from !== nearby.span.from || until !== nearby.span.until) {
    return later("other dispatches came meanwhile", 15);
  }
  return byCount(about, candidatesIn(all, rivals), rivals, services.now());
}

/** Names that carry such texts tell for certain; names without any tell nothing. */
function byCorrelation(
  { correlation, target }: Unsettled,
  runs: readonly ListedRun[],
): Settled | undefined {
  const own = runs.find((run) => correlationIdsIn(run).includes(correlation));
  if (own !== undefined) return adopted(own);
  const tell = target.correlated === true && runs.some((run) => correlationIdsIn(run).length > 0);
  return tell ? "none" : undefined;
}

/** The runs that are not known to be somebody's. */
function candidatesIn(runs: readonly ListedRun[], { owned }: Rivals): readonly ListedRun[] {
  return runs.filter((run) => !owned.has(run.id) && correlationIdsIn(run).length === 0);
}

/**
 * Where nothing tells runs apart, their times and their number may: every run is somebody's, and nobody has
 * two. What has to be so however the runs are shared out is certain.
 */
function byCount(
  about: Unsettled,
  candidates: readonly ListedRun[],
  { started, unsure: others }: Rivals,
  now: number,
): Settled {
  const all = [...started, ...others];
  const without = (run: ListedRun) => candidates.filter((candidate) => candidate !== run);
  const possible = candidates
    .filter((run) => isIn(run, about.unsettled))
    .filter((run) => canAllHaveOne(without(run), all, fits))
    .filter((run) => canAllHaveOne(started, without(run), (entry, other) => fits(other, entry)));
  const isNeeded = !canAllHaveOne(candidates, all, fits);
  const [run] = possible;
  if (run === undefined && !isNeeded) return "none";
  if (run !== undefined && isNeeded) {
    return possible.length === 1 ? adopted(run) : { kind: "dispatched", run: undefined };
  }
  if (others.some(({ claim }) => now < claim.until)) return later("another is not settled", 30);
  const dispatches = `of ${all.length + 1} dispatches at that time GitHub did not say the run`;
  return unsure(about, `${dispatches}, and ${runsText(candidates)}`, candidates);
}

function fits(run: ListedRun, { sent }: Entry): boolean {
  return sent !== undefined && isIn(run, sent);
}

function isIn({ created }: ListedRun, span: Span): boolean {
  const { from, until } = widened(span);
  return from <= created && created <= until;
}

function runsText({ length }: readonly ListedRun[]): string {
  return length === 1 ? "there is one that may be theirs" : `${length} may be theirs`;
}

function isList(runs: readonly ListedRun[] | Answer | NoAnswer): runs is readonly ListedRun[] {
  return Array.isArray(runs);
}

function adopted({ id, url }: ListedRun): Dispatched {
  return { kind: "dispatched", run: { id, url } };
}

function later(why: string, seconds: number): Failure {
  const detail = `it can't be told yet whether there is a run: ${why}`;
  return retryUnsettled("result-unknown", detail, seconds);
}

function cannotLook(about: Unsettled, answer: Answer | NoAnswer, timing: Timing): Settled {
  const { attempts } = about.claimed.entry;
  const failure = isAnswer(answer)
    ? failureOfAnswer(answer, timing, attempts)
    : failureOfSilence(answer, timing, attempts);
  if (failure.kind === "rejected" && about.resend) return "none";
  if (failure.kind === "rejected") return later(`the runs can't be listed: ${failure.detail}`, 300);
  return { ...failure, mayHaveRun: true };
}

/** What `when-unsure` asks for. */
function unsure(about: Unsettled, why: string, candidates: readonly ListedRun[]): Settled {
  if (about.resend) return "none";
  const urls = candidates.slice(0, 5).map(({ url }) => url);
  return rejected("result-unsure", [`${why}:`, ...urls].join(" "));
}
