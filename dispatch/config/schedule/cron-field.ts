import type { Checked, Complaint } from "../../problem.ts";

/** One field of a cron dialect. */
export interface CronField {
  /** As messages call it: "hour". */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values, beginning with the name of `min`; empty where only numbers are allowed. */
  readonly names: readonly string[];
  /** The longest step; 0 where steps are not allowed. */
  readonly maxStep: number;
  /** The unit of a rate(...) that counts what this field counts. */
  readonly unit?: "minutes" | "hours" | "days";
  /** The operators and wildcards of the field. */
  readonly signs: string;
  /** Mends for mistakes that other cron dialects teach, by the text found. */
  readonly instead: Readonly<Record<string, string>>;
}

/** One entry of a field's list: every `step`th value from `first` to `last`. */
export interface CronItem {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** The entry in AWS's grammar: capitals, no leading zeros, numbers where there is a step. */
  readonly text: string;
}

type Values = Omit<CronItem, "text">;

const ITEM = /^(?:(\*)|([a-z\d]+)(?:-([a-z\d]+))?)(?:\/(\d+))?$/i;

/** Reads a field's comma-separated list, and complains about every entry that does not fit. */
export function readItems(text: string, field: CronField): Checked<readonly CronItem[]> {
  const items = text.split(",").map((entry) => readItem(entry, text, field));
  const complaints = items.flatMap((item) => item.complaints ?? []);
  if (complaints.length > 0) return { complaints };
  return { value: items.flatMap((item) => item.value ?? []) };
}

/** The values that the items name, ascending and each once. */
export function valuesOf(items: readonly CronItem[]): readonly number[] {
  return [...new Set(items.flatMap(sequence))].sort((a, b) => a - b);
}

/** Reads one value of a field, a number or a name. */
export function readValue(token: string, field: CronField): Checked<number> {
  const position = field.names.indexOf(token.toUpperCase());
  if (position >= 0) return { value: field.min + position };
  if (!/^\d+$/.test(token)) return { complaints: [unknownName(token, field)] };
  const value = Number(token);
  if (value >= field.min && value <= field.max) return { value };
  const problem = "is out of range";
  return { complaints: [complain(token, field, problem, writeAValue(token, field))] };
}

/** A complaint about a text in a field. The problem and the mend come without their full stop. */
export function complain(
  found: string,
  field: CronField,
  problem: string,
  mend: string,
  allowed = allowedValues(field),
): Complaint {
  const message = `${found === "" ? "An empty entry" : found} in the ${field.name} field ${problem}.`;
  return { path: [], message, found, allowed, mend: `${mend}.` };
}

function readItem(entry: string, text: string, field: CronField): Checked<CronItem> {
  const match = ITEM.exec(entry);
  if (match === null) return { complaints: [unreadable(entry, text, field)] };
  const [, star, from = "", to, every] = match;
  const first = star === undefined ? readValue(from, field) : { value: field.min };
  const last =
    to === undefined ? lastWithoutRange(first, star ?? every, field) : readValue(to, field);
  const start = star === undefined ? plain(from) : String(field.min);
  const step = every === undefined ? { value: 1 } : readStep(entry, start, every, field);
  const complaints = [...new Set([first, last, step])].flatMap((check) => check.complaints ?? []);
  if (first.value === undefined || last.value === undefined || step.value === undefined) {
    return { complaints };
  }
  const item = { first: first.value, last: last.value, step: step.value };
  if (item.first > item.last) return { complaints: [wraps(entry, item, from, to ?? "", field)] };
  if (every !== undefined && field.maxStep === 0) {
    return { complaints: [takesNoStep(entry, item, field)] };
  }
  const ends = to === undefined ? [star ?? from] : [from, to];
  return { value: { ...item, text: spell(ends, every !== undefined, item) } };
}

/** Names stay names, except beside a number: Quartz, whose grammar AWS took over, misreads JAN/3 and MON-5. */
function spell(ends: readonly string[], hasStep: boolean, item: Values): string {
  const step = hasStep ? `/${item.step}` : "";
  if (ends[0] === "*") return `*${step}`;
  const areNames = ends.every((end) => /^\D/.test(end)) && !hasStep;
  if (areNames) return ends.join("-").toUpperCase();
  const numbers = ends.length === 1 ? [item.first] : [item.first, item.last];
  return `${numbers.join("-")}${step}`;
}

function lastWithoutRange(
  first: Checked<number>,
  openEnded: string | undefined,
  field: CronField,
): Checked<number> {
  return openEnded === undefined ? first : { value: field.max };
}

function readStep(entry: string, start: string, every: string, field: CronField): Checked<number> {
  const step = Number(every);
  const allowed = field.maxStep === 0 ? "no step" : `a step from 1 to ${field.maxStep}`;
  if (step === 0) {
    const complaint = complain(entry, field, "has a step of 0", `Write ${start}`, allowed);
    return { complaints: [complaint] };
  }
  if (field.maxStep === 0 || step <= field.maxStep) return { value: step };
  const interval = `, or rate(${step} ${field.unit}) for every ${step} ${field.unit}`;
  const mend = `Write ${start}${field.unit === undefined ? "" : interval}`;
  const problem = "has a step that reaches past the end of the field";
  return { complaints: [complain(entry, field, problem, mend, allowed)] };
}

function sequence(item: Values): readonly number[] {
  const count = Math.floor((item.last - item.first) / item.step) + 1;
  return Array.from({ length: count }, (_, index) => item.first + index * item.step);
}

function plain(token: string): string {
  return /^\d+$/.test(token) ? String(Number(token)) : token.toUpperCase();
}

function unreadable(entry: string, text: string, field: CronField): Complaint {
  const forms = `Write a value (${field.min}), a range (a-b), a list (a,b) or a step (*/n)`;
  if (entry === "") {
    return { ...complain("", field, "says nothing", "Leave out the stray comma"), found: text };
  }
  const known = Object.hasOwn(field.instead, entry) ? field.instead[entry] : undefined;
  const mend = /^\/\d+$/.test(entry) ? `Write *${entry}` : (known ?? forms);
  return complain(entry, field, "cannot be read", mend);
}

function unknownName(token: string, field: CronField): Complaint {
  const name = field.names.find((known) => token.toUpperCase().startsWith(known));
  const mend = name === undefined ? writeAValue(token, field) : `Write ${name}`;
  return complain(token, field, "is no value of that field", mend);
}

function writeAValue(token: string, field: CronField): string {
  return field.instead[plain(token)] ?? `Write a value from ${field.min} to ${field.max}`;
}

function wraps(entry: string, item: Values, from: string, to: string, field: CronField): Complaint {
  const problem = "ends before it begins";
  if (field.name === "year") return complain(entry, field, problem, `Write ${to}-${from}`);
  const length = field.max - field.min + 1;
  const turn = sequence({ ...item, last: item.last + length }).map((value) =>
    value > field.max ? value - length : value,
  );
  const halves = [upTo(from, field, field.max), upTo(to, field, field.min)];
  const mend = item.step === 1 ? halves.join(",") : turn.join(",");
  return complain(entry, field, problem, `Write ${mend}`, "ranges that do not wrap around");
}

/** The range between a value and one end of its field, named as the value is. */
function upTo(token: string, field: CronField, end: number): string {
  const name = /^\d+$/.test(token) ? String(end) : (field.names[end - field.min] ?? String(end));
  if (plain(token) === name) return name;
  return end === field.max ? `${plain(token)}-${name}` : `${name}-${plain(token)}`;
}

function takesNoStep(entry: string, item: Values, field: CronField): Complaint {
  const mend = `Write ${sequence(item).join(",")}`;
  return complain(entry, field, "has a step, which this field does not take", mend);
}

function allowedValues(field: CronField): string {
  const [first] = field.names;
  const names = first === undefined ? "" : ` or ${first}-${field.names.at(-1)}`;
  return `${field.min}-${field.max}${names}, and ${field.signs}`;
}
