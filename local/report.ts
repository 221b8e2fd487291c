import type { Config, HttpRoute, Trigger } from "../dispatch/config.ts";
import { contextPaths, parseTemplate } from "../dispatch/expressions/template.ts";
import { routeKey } from "../dispatch/route-key.ts";
import { workflowLabel } from "../dispatch/trigger.ts";
import type { LogRecord } from "../functions/log.ts";
import type { GitHub } from "./github/server.ts";
import type { LocalSchedule } from "./schedules.ts";
import { routeSecret } from "./secrets.ts";
import { alignRows } from "./terminal.ts";

/** What the page that is printed at the start tells of. */
export interface Started {
  readonly config: Config;
  readonly schedules: readonly LocalSchedule[];
  readonly github: GitHub | undefined;
  readonly url: string;
  readonly now: Date;
  /** Whether the secrets of routes are the user's own. */
  readonly hasSecretsFile: boolean;
}

/** What runs, when the schedules fire next, and a line to try. */
export function startPage(started: Started): string {
  const { config, github, url } = started;
  const triggers = Object.entries(config.triggers);
  const routes = triggers.flatMap(([name, trigger]) =>
    trigger.on.http === undefined ? [] : [[routeKey(trigger.on.http), name, trigger] as const],
  );
  const events = triggers.filter(([, { on }]) => on.event !== undefined);
  const sections = [
    section(
      "routes",
      routes.map(([key, name, trigger]) => [
        key,
        name,
        workflowLabel(trigger),
        authNote(trigger, started),
      ]),
    ),
    section(
      "schedules",
      started.schedules.map((each) => [
        each.schedule.cron,
        each.trigger,
        nextNote(each, started.now),
      ]),
    ),
    section(
      "events",
      events.map(([name]) => ["(an event)", name, `npm run fire -- ${name} --event FILE`]),
    ),
    section("github", [githubRow(started)]),
    section(
      "try",
      routes
        .filter(([, , { on }]) => isOpenToCurl(on.http))
        .slice(0, 1)
        .map(([, , trigger]) => [curlLine(trigger, started)]),
    ),
  ];
  const page = sections.filter((text) => text !== "").join("\n\n");
  return `${page}\n\nlistening on ${url}${github === undefined ? " (dispatches are real)" : ""}`;
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  return [title, ...alignRows(rows).map((line) => `  ${line}`)].join("\n");
}

function authNote({ on }: Trigger, { hasSecretsFile }: Started): string {
  switch (on.http?.auth.kind) {
    case "iam":
      return "auth: iam (SigV4 is not checked on this machine)";
    case "token":
    case "hmac":
      return `auth: ${on.http.auth.kind} (${hasSecretsFile ? "with the secret in SECRETS" : `the secret is ${routeSecret}`})`;
    default:
      return `auth: ${on.http?.auth.kind}`;
  }
}

function nextNote({ schedule, next }: LocalSchedule, now: Date): string {
  const time = next(now);
  return time === undefined ? "never again" : `next ${wallTime(time, schedule.timezone)}`;
}

/** `2026-11-24 02:30 Europe/Paris` */
function wallTime(time: Date, timezone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: timezone,
    dateStyle: "short",
    timeStyle: "short",
  });
  return `${format.format(time)} ${timezone}`;
}

function githubRow({ config, github }: Started): readonly string[] {
  if (github === undefined) {
    const urls = Object.values(config.credentials).map((credential) => credential["api-url"]);
    return ["real", [...new Set(urls)].join(", ")];
  }
  const [repository] = Object.values(config.triggers).map((trigger) => trigger.repository);
  return ["stand-in", `its runs: ${github.url}/repos/${repository}/actions/runs`];
}

/** Signatures and JSON Web Tokens are not made by hand. */
function isOpenToCurl(route: HttpRoute | undefined): boolean {
  return route !== undefined && ["iam", "none", "token"].includes(route.auth.kind);
}

/** A call of a trigger's route, with a body that has what its inputs read. */
function curlLine(trigger: Trigger, { url, hasSecretsFile }: Started): string {
  const { http } = trigger.on;
  if (http === undefined) return "";
  const path = http.path.replaceAll(/\{([^}+]+)\+?\}/g, "$1");
  const parts = [`curl -X ${http.method} ${url}${path}`, ...authArguments(http, hasSecretsFile)];
  const body = bodyProperties(trigger);
  if (http.method === "GET" || body.length === 0) return parts.join(" ");
  const value = typeof trigger.inputs === "string" ? {} : "curl";
  const json = JSON.stringify(Object.fromEntries(body.map((name) => [name, value])));
  return [...parts, "-H 'content-type: application/json'", `-d '${json}'`].join(" ");
}

function authArguments({ auth }: HttpRoute, hasSecretsFile: boolean): readonly string[] {
  const token = hasSecretsFile ? "…" : routeSecret;
  return auth.kind === "token" ? [`-H 'authorization: Bearer ${token}'`] : [];
}

function bodyProperties({ inputs }: Trigger): readonly string[] {
  const texts = typeof inputs === "string" ? [inputs] : Object.values(inputs);
  const paths = texts.flatMap((text) => contextPaths(parseTemplate(text)));
  const names = paths.flatMap(([context, property, name]) =>
    context === "request" && property === "body" && name !== undefined ? [name] : [],
  );
  return [...new Set(names)];
}

/** One readable line for what became of a delivery; a second one says what to do about a failure. */
export function outcomeLine(record: LogRecord, time: Date): string {
  const clock = time.toTimeString().slice(0, 8);
  const about = [clock, record.trigger ?? "-", record.source ?? "-"].join("  ");
  if (record.code === undefined) {
    const run = record.run?.url ?? record.first ?? record.expires ?? record.detail ?? "";
    return [about, record.message, record.workflow ?? "", run].join("  ").trimEnd();
  }
  const what = record.queued === true ? "queued, because of " : "";
  const reason = `${about}  ${what}${record.code}: ${record.message}. ${record.detail ?? ""}`;
  return `${reason.trimEnd()}\n${" ".repeat(clock.length)}  ${record.remedy ?? ""}`;
}
