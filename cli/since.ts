import { UsageError } from "./command.ts";

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * The time that --since names, in milliseconds since the epoch; 0 if it isn't given.
 *
 * @param text ISO 8601, or how long ago: `30m`, `2h`, `3d`, `1w`.
 * @throws UsageError when it is neither.
 */
export function sinceFrom(text: unknown, now: number): number {
  if (typeof text !== "string") return 0;
  const [, amount, unit = ""] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  const ago = Number(amount) * (units[unit] ?? Number.NaN);
  const time = amount === undefined ? Date.parse(iso.test(text) ? text : "") : now - ago;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(
    `--since ${text}: write a time such as 2026-11-24T09:00Z, or how long ago, such as 30m, 2h or 3d.`,
  );
}
