import type { Complaint } from "../../problem.ts";
import { AWS_CRON_FIELDS, readAwsCron } from "./aws-cron.ts";
import { readGithubCron } from "./github-cron.ts";
import { spellRate } from "./rate-expression.ts";

const GITHUB_FIELDS = "minute hour day-of-month month day-of-week";
const FORMS =
  "GitHub's five fields (30 2 * * 1-5), cron(30 2 ? * MON-FRI *), rate(5 minutes) or at(2027-01-31T09:00:00)";

// docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule:
// GitHub does not support these.
const NICKNAMES: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Text in none of the forms, with a guess at the one that was meant. */
export function noneOfTheForms(text: string): Complaint {
  const [, count, unit] = /^(?:every\s+)?(\d+)\s*(minute|hour|day)s?$/i.exec(text) ?? [];
  const [date] = /^\d{4}-\d{2}-\d{2}T\S+$/.exec(text) ?? [];
  const interval = unit === undefined ? undefined : spellRate(Number(count), unit.toLowerCase());
  const likely = interval ?? (date === undefined ? undefined : `at(${date})`);
  const message = "This is not a schedule in any of the four forms.";
  return complain(message, text === "" ? "nothing" : text, `Write ${likely ?? FORMS}`);
}

/** `@daily` and the like. */
export function nickname(text: string): Complaint {
  const fields = NICKNAMES[text.toLowerCase()];
  const mend = fields === undefined ? `Write ${FORMS}` : `Write "${fields}"`;
  return complain(`${text} is not supported, neither by GitHub nor by AWS.`, text, mend);
}

/** A zone in front of the fields. */
export function zoneInText(text: string, zone: string): Complaint {
  const fields = text.split(/\s+/).slice(1).join(" ");
  const mend = `Write "${fields}", and beside it timezone: ${zone}`;
  return complain("The time zone does not belong in the schedule's text.", text, mend);
}

/** `CRON(...)` and `cron (...)`. */
export function wrongSpelling(text: string, word: string, inside: string): Complaint {
  const spelt = word.toLowerCase();
  const message = `${word}(...) is spelt ${spelt}(...), in lower case and without a space.`;
  return complain(message, text, `Write ${spelt}(${inside})`);
}

/** A bracket that is not closed, or text behind the one that closes. */
export function brackets(text: string): Complaint {
  const end = text.lastIndexOf(")");
  const message =
    end < 0 ? "The closing bracket is missing." : "There is text behind the closing bracket.";
  const mend = `Write ${end < 0 ? `${text})` : text.slice(0, end + 1)}`;
  return complain(message, text, mend);
}

/** An expression that is longer than AWS allows. */
export function tooLong(text: string, length: number, maxLength: number): Complaint {
  const message = `This schedule comes to ${length} characters as an AWS expression.`;
  const allowed = `at most ${maxLength} characters`;
  const mend = "Write ranges and steps in place of long lists, or split it into two entries";
  return complain(message, `${text.slice(0, 77)}...`, mend, allowed);
}

/** Fields without brackets, but not five. */
export function wrongCount(fields: readonly string[]): Complaint {
  const text = fields.join(" ");
  const message = `A schedule without cron(...) has five fields, and this one has ${fields.length}.`;
  const likely = [...asAws(fields), ...withoutSeconds(fields)];
  const forms = `"${GITHUB_FIELDS}", or ${AWS_CRON_FIELDS}`;
  return complain(message, text, `Write ${likely.length > 0 ? likely.join(", or ") : forms}`);
}

/** Five fields within `cron(...)`. */
export function fiveInBrackets(fields: readonly string[]): Complaint {
  const text = fields.join(" ");
  const message = "cron(...) has five fields instead of six.";
  const github = readGithubCron(fields).value;
  const withYear = awsCron([...fields, "*"]) ?? "all six fields, such as cron(30 2 ? * MON-FRI *)";
  const bare = `"${text}" without cron(...), or, with the same meaning, ${github}`;
  const mend = `Write ${github === undefined ? withYear : bare}`;
  return complain(message, `cron(${text})`, mend, AWS_CRON_FIELDS);
}

/** What AWS's six fields without the brackets, or Quartz's seven, should be. */
function asAws(fields: readonly string[]): string[] {
  if (fields.length < 6 || fields.length > 7) return [];
  const expression = awsCron(fields.slice(-6));
  return expression === undefined ? [] : [`${expression} in AWS's form`];
}

/** What five fields behind one for seconds should be. */
function withoutSeconds(fields: readonly string[]): string[] {
  const five = fields.slice(1).map((field) => (field === "?" ? "*" : field));
  if (fields.length !== 6 || readGithubCron(five).value === undefined) return [];
  return [`"${five.join(" ")}" if the first field is for seconds`];
}

/** Six fields as AWS cron, with `?` in the day field that has none and names no day, if that is valid. */
function awsCron(fields: readonly string[]): string | undefined {
  const marked = [...fields];
  const [, , day, , weekday] = fields;
  if (day !== "?" && weekday === "*") marked[4] = "?";
  else if (day === "*" && weekday !== "?") marked[2] = "?";
  return readAwsCron(marked.join(" ")).value?.expression;
}

function complain(message: string, found: string, mend: string, allowed = FORMS): Complaint {
  return { path: [], message, found, allowed, mend: `${mend}.` };
}
