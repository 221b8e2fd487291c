import type { Refusal } from "./message.ts";
import type { Run } from "./runs.ts";

/** The runs that pass, or why the filters are refused. */
export type Filtered =
  | { readonly runs: readonly Run[]; readonly refusal?: never }
  | { readonly runs?: never; readonly refusal: Refusal };

/**
 * Filters runs as GitHub's lists do: `event`, `branch`, `status` (a status or a conclusion), `actor`,
 * `head_sha` and `created` (docs.github.com/en/rest/actions/workflow-runs). Other keys are ignored.
 */
export function filterRuns(runs: readonly Run[], query: URLSearchParams): Filtered {
  const created = query.get("created");
  const period = created === null ? always : readPeriod(created);
  if (period === undefined) {
    // Unverified: GitHub's answer to a period it cannot read.
    return { refusal: { status: 422, message: `Validation Failed: created: ${created}` } };
  }
  const is = (key: string, ...values: (string | null | undefined)[]) =>
    !query.get(key) || values.includes(query.get(key));
  const passing = runs.filter(
    (run) =>
      is("event", run.event) &&
      is("branch", run.head_branch) &&
      is("status", run.status, run.conclusion) &&
      is("actor", run.actor.login) &&
      is("head_sha", run.head_sha) &&
      isWithin(period, Date.parse(run.created_at)),
  );
  return { runs: passing };
}

/** From (included) to (excluded), in milliseconds since 1970. */
interface Period {
  readonly from: number;
  readonly to: number;
}

const always: Period = { from: -Infinity, to: Infinity };

function isWithin({ from, to }: Period, time: number): boolean {
  return time >= from && time < to;
}

/**
 * Reads GitHub's search syntax for dates: `>=T`, `>T`, `<=T`, `<T`, `T..T`, `T..*`, `*..T` or `T`, T
 * being a date or a date with a time
 * (docs.github.com/en/search-github/getting-started-with-searching-on-github/understanding-the-search-syntax#query-for-dates).
 */
function readPeriod(text: string): Period | undefined {
  const [, operator = "", times = ""] = /^(>=|<=|>|<)?(.*)$/s.exec(text) ?? [];
  const [first = "", second, ...rest] = times.split("..");
  if (rest.length > 0) return undefined;
  if (second !== undefined) return operator === "" ? readRange(first, second) : undefined;
  const moment = readMoment(first);
  if (moment === undefined) return undefined;
  switch (operator) {
    case ">=":
      return { from: moment.from, to: Infinity };
    case ">":
      return { from: moment.to, to: Infinity };
    case "<=":
      return { from: -Infinity, to: moment.to };
    case "<":
      return { from: -Infinity, to: moment.from };
    default:
      return moment;
  }
}

function readRange(first: string, second: string): Period | undefined {
  const start = first === "*" ? always : readMoment(first);
  const end = second === "*" ? always : readMoment(second);
  return start && end && { from: start.from, to: end.to };
}

const day = 24 * 60 * 60 * 1000;

/** A date is the whole day (in UTC), a time the whole second. A time needs its seconds and its zone. */
function readMoment(text: string): Period | undefined {
  const match = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/.exec(text);
  const from = match === null ? Number.NaN : Date.parse(text);
  if (Number.isNaN(from)) return undefined;
  const [, time, fraction] = match ?? [];
  const length = time === undefined ? day : fraction === undefined ? 1000 : 1;
  return { from, to: from + length };
}
