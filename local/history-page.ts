import { codes } from "../dispatch/outcome.ts";
import type { HistoryItem } from "./history.ts";
import { cut, fitRows, localTime, printable, wrap } from "./terminal.ts";

const head = ["when", "trigger", "state", "tries", "source", "from"];

/** Characters of a trigger's name, so that a long one leaves room for the rest; --json has all of it. */
const maxTrigger = 32;

/** The deliveries as a table, each with its run, or the reason that there is none, on lines of its own. */
export function historyPage(items: readonly HistoryItem[]): string {
  const [title = "", ...rows] = fitRows([head, ...items.map(rowOf)]);
  const blocks = items.map((item, index) => [rows[index] ?? "", ...linesBelow(item)]);
  return [title, ...blocks.flat()].join("\n");
}

function rowOf(item: HistoryItem): readonly string[] {
  const { when, trigger, state, attempts, source, from } = item;
  const name = cut(trigger, maxTrigger);
  return [localTime(when), name, state, String(attempts), source, printable(from)];
}

function linesBelow({ run, failure }: HistoryItem): readonly string[] {
  const indent = "    ";
  if (run !== undefined) return [indent + printable(run.url)];
  if (failure === undefined) return [];
  const { code, detail } = failure;
  return [
    ...wrap(`${code}: ${printable(detail)}`, indent),
    ...wrap(`→ ${codes[code].remedy}`, indent),
  ];
}

/** The deliveries as JSON, for programs. */
export function historyJson(items: readonly HistoryItem[]): string {
  const entries = items.map(({ when, failure, ...item }) => ({
    when: new Date(when).toISOString(),
    ...item,
    ...(failure && { ...failure, remedy: codes[failure.code].remedy }),
  }));
  return JSON.stringify(entries, null, 2);
}
