import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { formatPath } from "../../../dispatch/problem.ts";
import { checkCodes } from "../../../local/check/codes.ts";
import type { Finding } from "../../../local/check/finding.ts";
import { sendInputs } from "./dispatching.ts";
import { type InputsCase, triggersIn, workflowIn } from "./inputs-cases.ts";
import { checkOffline, checkOn, createProject, placesOf, startGitHubOf } from "./project.ts";

interface Case extends InputsCase {
  readonly open?: number;
  readonly finds?: readonly Partial<Finding>[];
}

const groups: Readonly<Record<string, readonly Case[]>> = parse(
  readFileSync(new URL("./cases/inputs.yaml", import.meta.url), "utf8"),
);

describe.each(Object.entries(groups))("%s", (_, cases) => {
  test.each(cases)("$name", async (one) => {
    const triggers = triggersIn(one);
    const project = createProject(triggers, { "deploy.yml": workflowIn(one) });
    const { findings, untold, openInputs } = await checkOffline(project);
    expect(findings.map(detailsOf)).toEqual((one.finds ?? []).map(withAllowed));
    expect({ untold, openInputs }).toEqual({ untold: [], openInputs: one.open ?? 0 });
    if (one.open !== undefined) return;
    const github = await startGitHubOf(project, triggers);
    const { kind } = await sendInputs(triggers, github);
    expect(kind).toBe(hasError(findings) ? "rejected" : "dispatched");
  });
});

/** What the table of codes says is allowed, where the case says nothing more exact. */
function withAllowed(finding: Partial<Finding>): Partial<Finding> {
  const { allowed } = checkCodes[finding.code ?? "config-invalid"];
  return { allowed, ...finding };
}

function detailsOf({ code, path, found, allowed, mend }: Finding) {
  return {
    ...{ code, path: formatPath(path).replace(/^triggers\.deploy\./, "") },
    ...(found !== undefined && { found }),
    ...(allowed !== undefined && { allowed }),
    mend,
  };
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === "error");
}

/** `{ i1: x, i2: x }` */
function inputs(count: number, value: string): string {
  const names = Array.from({ length: count }, (_, index) => `i${index + 1}`);
  return `{ ${names.map((name) => `"${name}": ${value}`).join(", ")} }`;
}

/** The same as one expression, which the reader of the file does not look into. */
function expression(count: number): string {
  return `'\${{ fromJSON(''${inputs(count, '"x"')}'') }}'`;
}

describe("how many inputs there may be", () => {
  const undeclared = "input-undeclared 11:5 triggers.deploy";
  const tooMany = "inputs-too-many 11:13 triggers.deploy.inputs";
  test.each<[string, Omit<InputsCase, "name">, readonly string[]]>([
    ["25", { declares: inputs(25, "{}"), gives: inputs(25, "x") }, []],
    ["25 of one expression", { declares: inputs(25, "{}"), gives: expression(25) }, []],
    [
      "26 of one expression",
      { declares: inputs(25, "{}"), gives: expression(26) },
      [`${undeclared}.inputs.i26`, tooMany],
    ],
    [
      "25 and a correlation-input",
      { declares: inputs(25, "{}"), gives: expression(25), correlation: "id" },
      [
        "input-undeclared 11:24 triggers.deploy.correlation-input",
        "inputs-too-many 12:13 triggers.deploy.inputs",
      ],
    ],
    [
      "26 are declared",
      { declares: inputs(26, "{}"), gives: inputs(1, "x") },
      ["workflow-unparsable 10:15 triggers.deploy.workflow"],
    ],
    [
      "10 on an older server",
      { server: "ghes-3.18", declares: inputs(10, "{}"), gives: inputs(10, "x") },
      [],
    ],
    [
      "11 on an older server",
      { server: "ghes-3.18", declares: inputs(10, "{}"), gives: inputs(11, "x") },
      [tooMany, "input-undeclared 11:106 triggers.deploy.inputs.i11"],
    ],
    [
      "11 are declared on an older server",
      { server: "ghes-3.18", declares: inputs(11, "{}"), gives: inputs(1, "x") },
      ["workflow-unparsable 10:15 triggers.deploy.workflow"],
    ],
  ])("%s", async (name, one, places) => {
    const triggers = triggersIn({ name, ...one });
    const project = createProject(triggers, { "deploy.yml": workflowIn({ name, ...one }) });
    const options = one.server === undefined ? {} : { server: one.server };
    const github = await startGitHubOf(project, triggers, options);
    const checked = await checkOn(github, project);
    expect(placesOf(checked)).toEqual(places);
    const { kind } = await sendInputs(triggers, github);
    expect(kind).toBe(hasError(checked.findings) ? "rejected" : "dispatched");
  });

  test("26 literal ones are a problem of the file", async () => {
    const one = { name: "", declares: inputs(25, "{}"), gives: inputs(26, "x") };
    const project = createProject(triggersIn(one), { "deploy.yml": workflowIn(one) });
    expect(placesOf(await checkOffline(project))).toEqual([
      "config-invalid 11:13 triggers.deploy.inputs",
    ]);
  });
});
