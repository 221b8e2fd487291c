/**
 * What is wrong with one value of the user's file, in the words of that file.
 * Checks that look at a value alone report this; the reader of the file adds the place.
 */
export interface Complaint {
  /** Keys and indexes that lead from the checked value to the offending one; empty for the value itself. */
  readonly path: readonly (string | number)[];
  /** What is wrong, as one sentence. */
  readonly message: string;
  /** The value found, as the user would recognise it. */
  readonly found?: string;
  /** What is allowed there. */
  readonly allowed?: string;
  /** How to mend it. */
  readonly mend: string;
}

/** A complaint with its place in the file. Lines and columns count from 1. */
export interface Problem extends Complaint {
  readonly line: number;
  readonly column: number;
}

/** A value, or everything that is wrong with it. */
export type Checked<Value> =
  | { readonly value: Value; readonly complaints?: never }
  | { readonly value?: never; readonly complaints: readonly Complaint[] };

/** The problems as text for a terminal, each with its place, what was found, what is allowed and the mend. */
export function formatProblems(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${file}: ${count}`, ...problems.map((problem) => formatProblem(file, problem))].join(
    "\n\n",
  );
}

/** A problem as text for a terminal. */
export function formatProblem(file: string, problem: Problem): string {
  const place = `${file}:${problem.line}:${problem.column}  ${formatPath(problem.path)}`;
  return formatComplaint(place.trimEnd(), problem);
}

/** A complaint as text for a terminal, below the place that it is about. */
export function formatComplaint(
  place: string,
  { message, found, allowed, mend }: Omit<Complaint, "path">,
): string {
  const lines = [place, `  ${message}`];
  if (found !== undefined) lines.push(`  found:   ${found}`);
  if (allowed !== undefined) lines.push(`  allowed: ${allowed}`);
  lines.push(`  mend:    ${mend}`);
  return lines.join("\n");
}

/** `["triggers", "deploy", "on", "schedule", 0]` as `triggers.deploy.on.schedule[0]`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
