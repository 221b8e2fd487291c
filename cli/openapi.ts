import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeOpenApi } from "../local/openapi/write.ts";
import { settingsFrom } from "../local/settings.ts";
import { CommandFailure, exitCodes, runCommand, UsageError, type Values } from "./command.ts";

const usage = `
npm run openapi -- [options]

Writes an OpenAPI 3.1 document of the routes in triggers.yaml: for Postman, for generated clients, for
those who call. Bodies, queries and paths are typed by the inputs of the workflows that are known here.

options
  --output FILE    where to write it; .yaml or .yml makes it YAML, - prints it
                   (openapi.json beside the triggers)
  --url URL        the base URL of the API, as npm run deploy prints it; may be repeated
                   (this machine's, and a template of a deployment's)
  --workflows DIR  the folder of the workflow files: DIR/*.yml for all repositories, DIR/OWNER/NAME/*.yml
                   for one, DIR/OWNER/NAME@REF/*.yml at a ref
                   (WORKFLOWS, or .github/workflows beside the triggers)
  -h, --help       this text

environment
  TRIGGERS    the path of the file (triggers.yaml)
  WORKFLOWS   the folder of the workflow files, as with npm start
  STACK_NAME  the title of the document (Workflow Dispatcher)

exit codes
  0  it is written
  1  it can't be written there
  2  the arguments, triggers.yaml or the folder of workflow files are not usable
`;

await runCommand({
  usage,
  options: {
    output: { type: "string" },
    url: { type: "string", multiple: true },
    workflows: { type: "string" },
  },
  async run(_, values) {
    const settings = settingsFrom(process.env);
    const output = outputFrom(values, settings.triggers);
    const workflows = workflowsFrom(values, settings.workflows);
    const { text, notes } = await writeOpenApi(
      { ...settings, workflows },
      {
        title: process.env.STACK_NAME || "Workflow Dispatcher",
        version: ownVersion(),
        urls: urlsFrom(values),
        asYaml: /\.ya?ml$/.test(output),
      },
    );
    const [count = "", ...others] = notes;
    if (output === "-") process.stdout.write(text);
    else write(output, text);
    const page = [`${output === "-" ? "printed" : `wrote ${output}`}: ${count}`, ...others];
    if (output === "-") console.error(page.join("\n"));
    else console.log(page.join("\n"));
    return exitCodes.done;
  },
});

/** The version in package.json. */
function ownVersion(): string {
  const content = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(content) as { readonly version: string };
  return version;
}

function write(output: string, text: string): void {
  try {
    writeFileSync(output, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`${output} can't be written: ${reason}`, { cause: error });
  }
}

function outputFrom({ output }: Values, triggers: string): string {
  if (output === "") throw new UsageError("--output is empty: name a file, or - to print it.");
  const path = typeof output === "string" ? output : join(dirname(triggers), "openapi.json");
  if (path === "-" || !isSameFile(path, triggers)) return path;
  throw new UsageError(
    `${path} is ${triggers} itself, which would be lost. Name another file with --output, such as openapi.yaml.`,
  );
}

/** Whether two paths lead to one file, by links or in other spellings. */
function isSameFile(path: string, other: string): boolean {
  const [one, two] = [path, other].map((each) =>
    statSync(each, { bigint: true, throwIfNoEntry: false }),
  );
  return one !== undefined && one.dev === two?.dev && one.ino === two.ino;
}

function workflowsFrom({ workflows }: Values, fallback: string | undefined): string | undefined {
  const isOption = typeof workflows === "string";
  const folder = isOption ? workflows : fallback;
  if (folder === undefined) return undefined;
  const entry = statSync(folder, { throwIfNoEntry: false });
  if (entry?.isDirectory()) return folder;
  const given = isOption ? `--workflows ${folder}` : `WORKFLOWS is ${folder}`;
  const what = entry === undefined ? "there is no such folder" : "this is no folder";
  throw new UsageError(`${given}: ${what}. Name a folder of workflow files.`);
}

function urlsFrom({ url = [] }: Values): readonly string[] {
  const texts = Array.isArray(url) ? url : [];
  return [...new Set(texts.map(checkedUrl))];
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBase = url !== undefined && /^https?:$/.test(url.protocol) && !/[?#@{}]/.test(text);
  if (isBase) return text.replace(/\/+$/, "");
  throw new UsageError(
    `--url ${text}: write a base URL with a host and at most a path, such as https://abc.execute-api.eu-west-1.amazonaws.com.`,
  );
}
