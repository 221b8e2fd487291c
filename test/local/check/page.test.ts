import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { annotations } from "../../../local/check/annotations.ts";
import { checkJson } from "../../../local/check/json.ts";
import { checkPage } from "../../../local/check/page.ts";
import type { Checked } from "../../../local/check/run.ts";
import {
  checkOffline,
  checkOn,
  createProject,
  type Files,
  startGitHubOf,
  triggersOf,
  workflowOf,
} from "./project.ts";

const file = "triggers.yaml";

async function offline(lines: string, files: Files): Promise<Checked> {
  return { ...(await checkOffline(createProject(triggersOf(lines), files))), against: "GitHub" };
}

const choice = { "deploy.yml": workflowOf({ to: { type: "choice", options: ["a", "b"] } }) };

describe("the page", () => {
  test("tells a finding with its place, what was found, what is allowed and the mend", async () => {
    const checked = await offline("workflow: deploy.yml\ninputs:\n  to: c\n", choice);
    expect(checkPage(file, checked)).toBe(`triggers.yaml against GitHub

error: input-not-allowed
triggers.yaml:12:11  triggers.deploy.inputs.to
  The workflow's input does not allow this value.
  found:   "c"
  allowed: a, b
  mend:    Write one of the values that it allows, or add this one to the workflow.

1 trigger, 1 error, 0 warnings`);
  });

  test("tells what could not be told, and what was not checked", async () => {
    const checked = await offline("workflow: 42\ninputs: { to: '${{ request.body.to }}' }\n", {});
    expect(checkPage(file, checked)).toBe(`triggers.yaml against GitHub

couldn't tell: workflow 42 of acme/shop
  why:      only GitHub knows which file has this id
  mend:     Write the name of the workflow's file, or check with a token.
  triggers: deploy

1 trigger, 0 errors, 0 warnings, 1 couldn't be told
Not checked: the values of 1 input that only a delivery tells.`);
  });

  test("says that all is well", async () => {
    const checked = await offline("workflow: deploy.yml\n", choice);
    expect(checkPage(file, checked)).toBe(
      "triggers.yaml against GitHub\n\n1 trigger, 0 errors, 0 warnings",
    );
  });
});

/** Triggers that all have the repository, the ref and the credential from elsewhere. */
function many(count: number, ref = ""): string {
  const triggers = Array.from(
    { length: count },
    (_, index) => `  t${index}:
    on: { http: { path: /t${index} } }
    workflow: deploy.yml
${ref}`,
  );
  const head = triggersOf("").split("\n").slice(0, 7).join("\n");
  return `${head}\n${triggers.join("")}`;
}

describe("a finding that many triggers have in common", () => {
  test("is told once, where it stands in the defaults", async () => {
    const project = createProject(many(7), choice);
    const github = await startGitHubOf(project, triggersOf("workflow: deploy.yml\n"), {
      archived: ["acme/shop"],
    });
    const checked = { ...(await checkOn(github, project)), against: "GitHub" };
    expect(checkPage(file, checked)).toBe(`triggers.yaml against GitHub

error: repository-archived
triggers.yaml:5:15  defaults.repository
  The repository is archived, and starts no workflows.
  found:   acme/shop
  allowed: a repository that is not archived
  mend:    Name another repository, or ask its owner to unarchive it.
  triggers: t0, t1, t2, t3, t4 and 2 more

7 triggers, 1 error, 0 warnings`);
    expect(checked.findings[0]?.triggers).toHaveLength(7);
  });

  test("is told at each trigger that says it itself", async () => {
    const files = { "acme/shop/deploy.yml": choice["deploy.yml"] };
    const checked = await checkOffline(createProject(many(2, "    ref: mian\n"), files));
    expect(checked.findings.map(({ line, path }) => [line, ...path])).toEqual([
      [11, "triggers", "t0", "ref"],
      [15, "triggers", "t1", "ref"],
    ]);
  });

  test("is told at the defaults where the triggers say nothing", async () => {
    const files = { "acme/shop/deploy.yml": choice["deploy.yml"] };
    const text = many(2).replace("ref: main", "ref: mian");
    const checked = await checkOffline(createProject(text, files));
    expect(checked.findings).toMatchObject([
      { ...{ line: 6, column: 8, path: ["defaults", "ref"] }, triggers: ["t0", "t1"] },
    ]);
  });

  test("of a token stands at the secret that holds it", async () => {
    const project = createProject(many(3), choice);
    const github = await startGitHubOf(project, "", { tokens: [] });
    const { findings } = await checkOn(github, project);
    expect(findings).toMatchObject([
      {
        ...{ code: "token-invalid", line: 3, column: 10, path: ["credentials", "default", "pat"] },
        triggers: ["t0", "t1", "t2"],
      },
    ]);
  });

  test("findings come in the order of the file", async () => {
    const lines = "workflow: deploy.yml\ninputs: { z: 1, y: 2, to: 3 }\ncorrelation-input: x\n";
    const { findings } = await offline(lines, choice);
    const places = findings.map(({ line, column }) => line * 1000 + column);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).toHaveLength(4);
  });
});

describe("what a workflow file says", () => {
  const nasty = "x\u001b[2Jy\r\nerror: forged\u0007 50% :: , z";
  const files = {
    "deploy.yml": workflowOf({ to: { type: "choice", options: [nasty, "b"], required: true } }),
  };
  const lines = "workflow: deploy.yml\ninputs:\n  to: c\n";

  test("is not obeyed by a terminal, and makes no lines of its own", async () => {
    const page = checkPage(file, await offline(lines, files));
    expect(page.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(page).toContain("\n  allowed: x [2Jy error: forged  50% :: , z, b\n");
    expect(page.match(/^error:/gm)).toHaveLength(1);
  });

  test("is not obeyed by a runner either", async () => {
    const [line, ...others] = annotations(file, process.cwd(), await offline(lines, files));
    expect(others).toEqual([]);
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line).toContain("%0Aallowed: x [2Jy error: forged  50%25 :: , z, b%0Amend: ");
  });

  test("is in the JSON as it is", async () => {
    const text = checkJson(file, await offline(lines, files));
    expect(JSON.parse(text).findings[0].allowed).toBe(`${nasty}, b`);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  test("names of one expression's inputs are no lines of their own", async () => {
    const name = JSON.stringify({ "a\nerror: forged": "x" }).replaceAll("\\n", "\\\\n");
    const given = `workflow: deploy.yml\ninputs: "\${{ fromJSON('${name.replaceAll('"', '\\"')}') }}"\n`;
    const page = checkPage(file, await offline(given, choice));
    expect(page).toContain("found:   a error: forged\n");
    expect(page.match(/^error:/gm)).toHaveLength(1);
  });

  test("the reasons of the parser are no lines of their own", async () => {
    const broken = { "deploy.yml": "on: [push\njobs: {\n\u0007" };
    const page = checkPage(file, await offline("workflow: deploy.yml\n", broken));
    const [, , , place, message, found, allowed, mend, ...rest] = page.split("\n");
    expect([place, message, allowed, mend]).toEqual([
      "triggers.yaml:10:15  triggers.deploy.workflow",
      "  GitHub's parser refuses the workflow file at this ref.",
      "  allowed: a file that GitHub's parser reads",
      "  mend:    Mend the workflow file.",
    ]);
    expect(found).toMatch(/^ {2}found: {3}deploy.yml at main: \(Line: \d+, Col: \d+\): ./);
    expect(rest).toEqual(["", "1 trigger, 1 error, 0 warnings"]);
  });
});

describe("annotations", () => {
  test("of a finding", async () => {
    const checked = await offline("workflow: deploy.yml\ninputs:\n  to: c\n", choice);
    const workspace = join("/home", "runner", "work");
    expect(annotations(join(workspace, "config", "triggers.yaml"), workspace, checked)).toEqual([
      `::error file=config/triggers.yaml,line=12,col=11,title=input-not-allowed::The workflow's input does not allow this value.%0Afound: "c"%0Aallowed: a, b%0Amend: Write one of the values that it allows, or add this one to the workflow.`,
    ]);
  });

  test("of a warning, and of what could not be told", async () => {
    const warned = await offline("workflow: deploy.yml\ncorrelation-input: id\n", {
      "deploy.yml": workflowOf({ id: {} }),
    });
    const { untold } = await offline("workflow: 42\n", {});
    expect(annotations("/w/a,b:c.yaml", "/w", { ...warned, untold })).toEqual([
      "::warning file=a%2Cb%3Ac.yaml,line=11,col=24,title=correlation-not-shown::The workflow's run-name does not show the correlation-input, so that no run is found by it.%0Afound: id%0Aallowed: an input that the workflow's run-name shows%0Amend: Add ${{ inputs.id }} to the workflow's run-name.",
      "::warning file=a%2Cb%3Ac.yaml,title=couldn't tell::workflow 42 of acme/shop: only GitHub knows which file has this id%0Amend: Write the name of the workflow's file, or check with a token.",
    ]);
  });
});

test("the JSON has everything, each finding with its file and its path as a text", async () => {
  const lines = "workflow: deploy.yml\ninputs:\n  to: ${{ request.body.to }}\n  tag: x\n";
  expect(JSON.parse(checkJson(file, await offline(lines, choice)))).toEqual({
    file,
    against: "GitHub",
    triggers: 1,
    openInputs: 1,
    findings: [
      {
        ...{ code: "input-undeclared", level: "error", file, line: 13, column: 7 },
        ...{ path: "triggers.deploy.inputs.tag", triggers: ["deploy"] },
        ...{ found: "tag", allowed: "to" },
        message: "The workflow declares no such input at this ref.",
        mend: "Remove it, or declare it under on.workflow_dispatch.inputs of the workflow.",
      },
    ],
    untold: [],
  });
});
