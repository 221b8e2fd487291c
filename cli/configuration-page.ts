import { stringify } from "yaml";
import type { JsonSchema } from "../dispatch/config/json-schema.ts";

/** A mapping of the file that gets a table of its own. */
interface Section {
  /** Where it stands in the file: `triggers.NAME.on.http`. */
  readonly path: string;
  readonly schema: JsonSchema;
}

const introduction = `# Configuration

<!-- Generated from the schema by \`npm run schema\`; edit dispatch/config/schema.ts instead. -->

One file, \`triggers.yaml\` (or the one that \`TRIGGERS\` names), says what starts which workflow. Its syntax
follows GitHub's workflow files. Everything in it is checked when it is read, by \`npm start\`, \`npm run
fire\`, \`npm run synth\` and \`npm run deploy\` alike: all problems at once, each with its line, what was
found, what is allowed and how to mend it.

A trigger is what starts it (\`on\`, any mix of \`schedule\`, \`http\` and \`event\`) and what it starts
(\`repository\`, \`workflow\`, \`ref\`, \`inputs\`). A caller never chooses the repository, the workflow or
the ref.

## Expressions

Inputs may hold GitHub's own \`\${{ }}\` expressions, with its functions (\`contains\`, \`format\`,
\`fromJSON\`, \`join\`, \`toJSON\` …). They read these contexts and nothing else:

| context | has | when the trigger is started by |
|---|---|---|
| \`event\` | the whole EventBridge event: \`event.detail\`, \`event.source\` … | an event |
| \`request\` | \`method\`, \`path\`, \`query\`, \`headers\`, \`body\`, \`caller\` | an HTTP call |
| \`schedule\` | \`scheduled-time\` (UTC), \`cron\` (as written), \`timezone\` | a schedule |
| \`trigger\` | \`name\`, \`id\` (the delivery's, the same when it is delivered again) | any |

Results become strings as GitHub would show them; objects and lists become compact JSON, and what is
missing becomes an empty string. Headers that prove who calls (\`Authorization\`, signatures, cookies) are
not in \`request.headers\`. GitHub takes at most 25 inputs and 65,535 characters in all.

## Names of secrets

Tokens, keys and signing secrets never stand in this file, only the names or ARNs that they have in
Secrets Manager. A function may read the secrets that its own triggers name, and no others.
`;

/** docs/configuration.md: every key of the file, from the same schema that checks it. */
export function configurationPage(schema: JsonSchema): string {
  const sections = sectionsOf("", schema);
  return [introduction, ...sections.map(renderSection)].join("\n");
}

/** The mapping and all mappings within it, in the order of the file. */
function sectionsOf(path: string, schema: JsonSchema): readonly Section[] {
  const own = schema.properties === undefined ? [] : [{ path, schema }];
  const entries = Object.entries(schema.properties ?? {});
  const inner = entries.flatMap(([key, value]) => sectionsOf(join(path, key), value));
  const { additionalProperties: member, items, anyOf = [] } = schema;
  const members = typeof member === "object" ? sectionsOf(join(path, "NAME"), member) : [];
  const listed = items === undefined ? [] : sectionsOf(`${path}[]`, items);
  return [
    ...own,
    ...inner,
    ...members,
    ...listed,
    ...anyOf.flatMap((any) => sectionsOf(path, any)),
  ];
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function renderSection({ path, schema }: Section): string {
  const title = path === "" ? "## The file" : `## \`${path}\``;
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) =>
    renderRow(key, value, schema.required?.includes(key) ?? false),
  );
  return [title, "", "| key | value | meaning | example |", "|---|---|---|---|", ...rows, ""].join(
    "\n",
  );
}

function renderRow(key: string, schema: JsonSchema, required: boolean): string {
  const value = [kindOf(schema), required ? "required" : defaultOf(schema)];
  const cells = [
    `\`${key}\``,
    value.filter((part) => part !== "").join("; "),
    schema.description ?? "",
    (schema.examples ?? []).map(code).join("<br>"),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function kindOf(schema: JsonSchema): string {
  const kinds: Readonly<Record<string, string>> = {
    string: "text",
    number: "number",
    integer: "whole number",
    boolean: "`true` or `false`",
    array: "list",
    object: "mapping",
  };
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(kindOf))].join(" or ");
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const named = types.flatMap((type) => kinds[type] ?? []);
  return named.length > 0 ? named.join(" or ") : "list of values and operators";
}

function defaultOf(schema: JsonSchema): string {
  const { default: value } = schema;
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return value === undefined || isEmpty ? "" : `default ${code(value)}`;
}

function code(value: unknown): string {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
  return `\`${text}\``;
}
