/**
 * A second evaluator of schedules, to compare the first with: it walks through the minutes of UTC,
 * reads the clock of the zone off Intl, and compares each field as text, by the rules of
 * docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html and
 * docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule.
 * It takes valid expressions only, and shares no code with what it checks.
 */
export function independentTimes(
  expression: string,
  zone: string,
  from: Date,
  count: number,
): Date[] {
  const [, kind = "github", inside = expression] =
    /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "rate") return rateTimes(inside, from, count);
  const fields = kind === "at" ? fieldsOfAt(inside) : inside.split(/\s+/);
  const times = walk(fieldsInAws(fields, kind === "github"), zone, from, count);
  const seconds = kind === "at" ? Number(inside.slice(17)) : 0;
  return times.map((time) => new Date(time + seconds * 1000));
}

const minute = 60_000;
const day = 86_400_000;
const months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const weekdays = "SUN MON TUE WED THU FRI SAT".split(" ");

function rateTimes(inside: string, from: Date, count: number): Date[] {
  const [value, unit = ""] = inside.split(" ");
  const length = unit.startsWith("day") ? day : unit.startsWith("hour") ? 60 * minute : minute;
  return Array.from(
    { length: count },
    (_, index) => new Date(from.getTime() + index * Number(value) * length),
  );
}

function fieldsOfAt(inside: string): string[] {
  const [year = "", month = "", date = "", hour = "", minutes = ""] = inside.split(/[-T:]/);
  return [minutes, hour, date, month, "?", year];
}

/** GitHub counts the days of the week from 0, and has no years. */
function fieldsInAws(fields: readonly string[], isGithub: boolean): string[] {
  if (!isGithub) return fields.map((field) => field.toUpperCase());
  const [minutes = "", hours = "", dates = "", month = "", days = ""] = fields.map((field) =>
    field.toUpperCase(),
  );
  const listed = weekdays.filter((name, index) => inList(days, index, 0, 6, weekdays, name));
  return [minutes, hours, dates, month, listed.length === 7 ? "?" : listed.join(","), "*"];
}

/** The minutes that match, in milliseconds since the epoch; a time of the clock only when it first comes. */
function walk(fields: readonly string[], zone: string, from: Date, count: number): number[] {
  const format = new Intl.DateTimeFormat("sv-SE", {
    ...{ timeZone: zone, dateStyle: "short", timeStyle: "short" },
  });
  const times: number[] = [];
  const seen = new Set<string>();
  // The day before is walked through too, for the times that have come for the first time in it.
  const start = Math.floor(from.getTime() / day - 1) * day;
  const isWanted = [start - day, start].map((date) => matchesDate(fields, date));
  for (let today = start; times.length < count && today < Date.UTC(2200, 0, 2); today += day) {
    isWanted.push(matchesDate(fields, today + day));
    // No zone is a whole day away from UTC.
    if (!isWanted.slice(-3).includes(true)) continue;
    for (const [time, wall] of matchingMinutes(today, fields, format)) {
      if (time >= from.getTime() && !seen.has(wall) && times.length < count) times.push(time);
      seen.add(wall);
    }
  }
  return times;
}

/** The minutes of a day in UTC that match, with the clock of a zone. Clocks change at quarters of an hour. */
function* matchingMinutes(
  today: number,
  fields: readonly string[],
  format: Intl.DateTimeFormat,
): Generator<[number, string]> {
  const [minutes = "", hours = ""] = fields;
  for (let quarter = today; quarter < today + day; quarter += 15 * minute) {
    const wall = format.format(quarter);
    if (!inList(hours, Number(wall.slice(11, 13)), 0, 23)) continue;
    if (!matchesDate(fields, Date.parse(`${wall.slice(0, 10)}T00:00Z`))) continue;
    for (let index = 0; index < 15; index += 1) {
      const value = Number(wall.slice(14)) + index;
      if (inList(minutes, value, 0, 59)) {
        yield [quarter + index * minute, wall.slice(0, 14) + value];
      }
    }
  }
}

/** @param date midnight of a date, as if it were in UTC. */
function matchesDate(fields: readonly string[], date: number): boolean {
  const [, , dates = "", month = "", days = "", year = ""] = fields;
  const value = new Date(date);
  return (
    inList(year, value.getUTCFullYear(), 1970, 2199) &&
    inList(month, value.getUTCMonth() + 1, 1, 12, months) &&
    matchesDayOfMonth(dates, value) &&
    matchesDayOfWeek(days, value)
  );
}

function matchesDayOfMonth(field: string, date: Date): boolean {
  if (field === "?") return true;
  const month = daysOfMonth(date);
  const weekdaysOfMonth = month.filter((each) => each.getUTCDay() % 6 !== 0);
  if (field === "L") return month.at(-1)?.getTime() === date.getTime();
  if (field === "LW") return weekdaysOfMonth.at(-1)?.getTime() === date.getTime();
  if (!field.endsWith("W")) return inList(field, date.getUTCDate(), 1, 31);
  const wanted = month[Number.parseInt(field, 10) - 1];
  if (wanted === undefined) return false;
  const away = (each: Date) => Math.abs(each.getTime() - wanted.getTime());
  const nearest = weekdaysOfMonth.toSorted((a, b) => away(a) - away(b))[0];
  return nearest?.getTime() === date.getTime();
}

function matchesDayOfWeek(field: string, date: Date): boolean {
  if (field === "?") return true;
  const today = date.getUTCDay() + 1;
  if (field === "L") return today === 7;
  const same = daysOfMonth(date).filter((each) => each.getUTCDay() === date.getUTCDay());
  const [, name = "", nth] = /^(\w+)#(\d)$/.exec(field) ?? [];
  if (nth !== undefined) {
    return (
      inList(name, today, 1, 7, weekdays) && same[Number(nth) - 1]?.getTime() === date.getTime()
    );
  }
  if (!field.endsWith("L")) return inList(field, today, 1, 7, weekdays);
  return Number(field.slice(0, -1)) === today && same.at(-1)?.getTime() === date.getTime();
}

function daysOfMonth(date: Date): Date[] {
  return Array.from({ length: 31 }, (_, index) => {
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), index + 1));
  }).filter((each) => each.getUTCMonth() === date.getUTCMonth());
}

/** Whether a list of values, ranges and steps has a value. */
function inList(
  field: string,
  value: number,
  min: number,
  max: number,
  names: readonly string[] = [],
  name = names[value - min],
): boolean {
  const numberOf = (text: string) => {
    const index = names.indexOf(text);
    return index < 0 ? Number(text) : min + index;
  };
  return field.split(",").some((entry) => {
    const [range = "", step] = entry.split("/");
    if (range === name && step === undefined) return true;
    const [first, last] = range === "*" ? [min, max] : range.split("-").map(numberOf);
    const end = last ?? (step === undefined ? first : max);
    if (first === undefined || end === undefined) return false;
    return value >= first && value <= end && (value - first) % Number(step ?? 1) === 0;
  });
}
