import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../../dispatch/config.ts";
import { checkCodes } from "../../../local/check/codes.ts";
import type { GitHub } from "../../../local/github/server.ts";
import { withApiUrl } from "../../../local/github-for.ts";
import { dispatchForReal, sendInputs, sendThese } from "./dispatching.ts";
import {
  checkOffline,
  checkOn,
  createProject,
  type Files,
  type Project,
  placesOf,
  startGitHubOf,
  token,
  triggersOf,
  workflowOf,
} from "./project.ts";

/** See the head of the data file. */
interface Refusal {
  readonly fact: string;
  readonly status: number;
  readonly message: string;
  readonly beforeGitHub?: string;
  readonly deploy: string;
  readonly files: Files;
  readonly disabled?: string;
  readonly hidden?: string;
  readonly finding: string;
  readonly offline?: string;
}

const refusals: readonly Refusal[] = parse(
  readFileSync(new URL("./cases/refusals.yaml", import.meta.url), "utf8"),
);

/** GitHub's messages, as clients of the endpoint quote them: X stands for what they are about. */
const messages = [
  "No ref found for: X",
  "Workflow does not have 'workflow_dispatch' trigger",
  'Unexpected inputs provided: ["X"]',
  "Required input 'X' not provided",
  "Provided value 'X' for input 'X' not in the list of allowed values",
  "inputs are too large.",
  "failed to parse workflow: X",
  "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
  "404: the file name is wrong",
  "404: the token can't see the repository",
];

let project: Project;
let github: GitHub;

async function begin({ deploy, files, disabled, hidden }: Omit<Refusal, "fact" | "finding">) {
  const long = deploy.replaceAll(/<(\d+)>/g, (_, count) => "x".repeat(Number(count)));
  const triggers = triggersOf(long);
  project = createProject(triggers, files);
  const options = hidden === undefined ? {} : { hidden: { [token]: [hidden] } };
  github = await startGitHubOf(project, triggers, options);
  if (disabled !== undefined) await github.disableWorkflow("acme/shop", disabled);
  return triggers;
}

describe("what GitHub refuses is found before", () => {
  test("each message has one entry, and each entry a message", () => {
    expect(refusals.map(({ fact }) => fact).sort()).toEqual(messages.toSorted());
  });

  test.each(refusals)("$fact: a dispatch is refused with it", async (refusal) => {
    const triggers = await begin(refusal);
    const detail = `GitHub answered ${refusal.status}: ${refusal.message}`;
    const outcome = await dispatchForReal(project, github);
    if (refusal.beforeGitHub === undefined) expect(outcome).toMatchObject({ detail });
    else expect(outcome).toMatchObject({ code: refusal.beforeGitHub });
    expect(await sendInputs(triggers, github)).toMatchObject({ detail });
    expect(github.runs()).toEqual([]);
    const [code = ""] = refusal.finding.split(" ");
    expect(Object.entries(checkCodes).find(([name]) => name === code)?.[1]).toMatchObject({
      level: "error",
      outcome: "code" in outcome ? outcome.code : "nothing",
    });
  });

  test.each(refusals)("$fact: GitHub is asked, and it is found", async (refusal) => {
    await begin(refusal);
    const checked = await checkOn(github, project);
    expect(placesOf(checked)).toEqual([refusal.finding]);
    expect(checked).toMatchObject({ untold: [], triggers: 1, openInputs: 0 });
    expect(github.runs()).toEqual([]);
  });

  test.each(refusals)("$fact: it is found offline, where it can be", async (refusal) => {
    await begin(refusal);
    const checked = await checkOffline(project);
    expect(placesOf(checked)).toEqual(refusal.offline === undefined ? [refusal.finding] : []);
    expect(checked.untold).toEqual([]);
    expect(github.calls()).toEqual([]);
  });

  test.each(refusals)("$fact: without the mistake, nothing is found", async (refusal) => {
    await begin(refusal);
    project.write("triggers.yaml", triggersOf("workflow: fine.yml\nref: main\n"));
    const folder = "acme/shop/deploy.yml" in refusal.files ? "acme/shop/" : "";
    project.write(`.github/workflows/${folder}fine.yml`, workflowOf(undefined));
    expect(await checkOn(github, project)).toMatchObject({ findings: [], untold: [] });
    expect(await dispatchForReal(project, github)).toMatchObject({ kind: "dispatched" });
  });
});

describe("inputs are too large.", () => {
  const files = { "deploy.yml": workflowOf({ notes: {}, id: {} }, "${{ inputs.id }}") };
  const refused = { status: 422, message: "inputs are too large.", files };
  const detail = "GitHub answered 422: inputs are too large.";

  test("literal ones are a problem of the file, so that nothing is sent", async () => {
    const triggers = await begin({
      ...refused,
      deploy: "workflow: deploy.yml\ninputs:\n  notes: <65524>\n",
    });
    const places = ["config-invalid 12:7 triggers.deploy.inputs"];
    expect(placesOf(await checkOn(github, project))).toEqual(places);
    expect(placesOf(await checkOffline(project))).toEqual(places);
    await expect(dispatchForReal(project, github)).rejects.toThrow("larger than GitHub takes");
    expect(github.calls()).toEqual([]);
    const notes = "x".repeat(65524);
    await expect(sendInputs(triggers, github)).rejects.toThrow("problems");
    expect(await sendNotes(notes)).toMatchObject({ detail });
  });

  test("the correlation-input is one of them", async () => {
    const deploy = "workflow: deploy.yml\ncorrelation-input: id\ninputs:\n  notes: <65500>\n";
    const triggers = await begin({ ...refused, deploy });
    const places = ["inputs-too-large 13:7 triggers.deploy.inputs"];
    expect(placesOf(await checkOn(github, project))).toEqual(places);
    expect(placesOf(await checkOffline(project))).toEqual(places);
    expect(await dispatchForReal(project, github)).toMatchObject({ code: "inputs-invalid" });
    expect(await sendInputs(triggers, github)).toMatchObject({ detail });
  });

  test("one character less is taken", async () => {
    const room = 65_535 - JSON.stringify({ notes: "", id: "wd-0000000000000000" }).length;
    const inputs = `inputs:\n  notes: <${room}>\n`;
    await begin({
      ...refused,
      deploy: `workflow: deploy.yml\ncorrelation-input: id\n${inputs}`,
    });
    expect(await checkOn(github, project)).toMatchObject({ findings: [] });
    expect(await dispatchForReal(project, github)).toMatchObject({ kind: "dispatched" });
  });

  /** The file can't hold them, so they are sent in the place of others. */
  function sendNotes(notes: string) {
    const { config } = readConfig(triggersOf("workflow: deploy.yml\n"));
    const trigger = config?.triggers.deploy;
    if (config === undefined || trigger === undefined)
      throw new Error("The file of this test has problems.");
    return sendThese({ notes }, trigger, withApiUrl(config, github.url));
  }
});
