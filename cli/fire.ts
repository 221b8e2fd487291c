import { readFileSync } from "node:fs";
import { isJsonObject, type Json, type JsonObject } from "../dispatch/expressions/data.ts";
import { fireTrigger } from "../local/fire.ts";
import { settingsFrom } from "../local/settings.ts";
import { exitCodes, runCommand, UsageError, type Values } from "./command.ts";

const usage = `
npm run fire -- TRIGGER [--event FILE | --body JSON | --input NAME=VALUE …] [options]

Runs one trigger now, as if what starts it had happened, and says what became of it. Without --event
and --body, a schedule is due now, or the route is called without a body.

options
  --event FILE        the event, as EventBridge would deliver it (JSON)
  --body JSON         the body of the HTTP call
  --path NAME=VALUE   a parameter of the route's path; may be repeated
  --input NAME=VALUE  an input, in place of what triggers.yaml gives it; may be repeated
  --dry-run           print the exact request to GitHub, without the token, and send nothing
  -h, --help          this text

The environment is that of npm start: see npm start -- --help.

exit codes
  0  the run was started, or the request printed
  1  it was not started; the reason is printed
  2  the arguments, triggers.yaml or the environment are not usable
`;

await runCommand({
  usage,
  positionals: true,
  options: {
    event: { type: "string" },
    body: { type: "string" },
    path: { type: "string", multiple: true },
    input: { type: "string", multiple: true },
    "dry-run": { type: "boolean" },
  },
  async run(positionals, values) {
    const [trigger, ...others] = positionals;
    if (trigger === undefined || others.length > 0) throw new UsageError("Name one trigger.");
    const isDone = await fireTrigger(settingsFrom(process.env), {
      trigger,
      happening: happeningFrom(values),
      inputs: pairsFrom(values, "input"),
      dryRun: values["dry-run"] === true,
      print: console.log,
    });
    return isDone ? exitCodes.done : exitCodes.failed;
  },
});

function happeningFrom(values: Values) {
  const path = pairsFrom(values, "path");
  const { event, body } = values;
  if (event !== undefined && body !== undefined) {
    throw new UsageError("--event and --body exclude each other.");
  }
  if (typeof event === "string") {
    if (Object.keys(path).length > 0)
      throw new UsageError("--event and --path exclude each other.");
    return { event: readEvent(event) };
  }
  if (body === undefined && Object.keys(path).length === 0) return undefined;
  return { body: body === undefined ? null : parseJson("--body", String(body)), path };
}

function readEvent(file: string): JsonObject {
  const event = parseJson(file, readText(file));
  if (isJsonObject(event)) return event;
  throw new UsageError(`${file} holds no event: an event is a JSON object.`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The event can't be read: ${reason}`, { cause: error });
  }
}

function parseJson(where: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${where} is not JSON: ${reason}`, { cause: error });
  }
}

function pairsFrom(values: Values, option: string): Readonly<Record<string, string>> {
  const texts = values[option];
  if (!Array.isArray(texts)) return {};
  return Object.fromEntries(
    texts.map((text: string) => {
      const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--${option} ${text}: write --${option} NAME=VALUE.`);
      }
      return [name, value];
    }),
  );
}
