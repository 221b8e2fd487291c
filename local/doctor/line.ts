/** Whether something is as it should be. What can't be told is yellow. */
export type State = "green" | "yellow" | "red";

/** One thing that was looked at. */
export type Line =
  | {
      readonly state: "green";
      /** What was looked at: `credential default, secret`. */
      readonly about: string;
      readonly found: string;
      readonly names?: never;
      readonly mend?: never;
    }
  | {
      readonly state: "yellow" | "red";
      readonly about: string;
      readonly found: string;
      /** Of which triggers, schedules or other things that was found; left out: there is no list. */
      readonly names?: readonly string[];
      /** What to do about it. */
      readonly mend: string;
    };

/** All is well, or nothing can be done. */
export function green(about: string, found: string): Line {
  return { state: "green", about, found };
}

/** It works, but something should be done; or it can't be told whether it works. */
export function yellow(
  about: string,
  found: string,
  mend: string,
  names?: readonly string[],
): Line {
  return { state: "yellow", about, found, ...(names !== undefined && { names }), mend };
}

/** Something does not work. */
export function red(about: string, found: string, mend: string): Line {
  return { state: "red", about, found, mend };
}

/** `1 trigger`, `2 triggers`. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** What was found, with the names; of more than so many, the rest is counted. */
export function foundOf({ found, names }: Line, namesAtMost = Number.POSITIVE_INFINITY): string {
  if (names === undefined) return found;
  const more = Math.max(0, names.length - namesAtMost);
  const rest = more === 0 ? [] : [`and ${more.toLocaleString("en")} more`];
  return `${found}: ${[...names.slice(0, namesAtMost), ...rest].join("; ")}`;
}
