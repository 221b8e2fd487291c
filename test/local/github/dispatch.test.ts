import { afterEach, describe, expect, test } from "vitest";
import type { GitHub } from "../../../local/github/server.ts";
import { type DispatchCase, dispatch, readCases, startTestGitHub } from "./requests.ts";

let github: GitHub;
afterEach(() => github.close());

const files = [
  ["authorization", "authorization.json"],
  ["API versions", "versions.json"],
  ["bodies", "bodies.json"],
  ["repositories, workflows and refs", "targets.json"],
  ["workflow files", "workflow-files.json"],
  ["inputs", "inputs.json"],
] as const;

describe.each(files)("dispatch on github.com: %s", (_, file) => {
  test.each(readCases<DispatchCase>(file))("$name → $status", async (one) => {
    github = await startTestGitHub();
    await check(one, "https://docs.github.com");
  });
});

describe("dispatch on GitHub Enterprise Server 3.18", () => {
  test.each(readCases<DispatchCase>("enterprise-server.json"))("$name → $status", async (one) => {
    github = await startTestGitHub({ server: "ghes-3.18" });
    await check(one, "https://docs.github.com/enterprise-server@3.18");
  });
});

async function check(one: DispatchCase, documentation: string): Promise<void> {
  const response = await dispatch(github, one);
  const text = await response.text();
  expect({ status: response.status, text }).toMatchObject({ status: one.status });
  if (one.status >= 400) {
    const error = JSON.parse(text);
    if (one.start === undefined) expect(error.message).toBe(one.message);
    else expect(error.message.slice(0, one.start.length)).toBe(one.start);
    expect(error.status).toBe(String(one.status));
    expect(error.documentation_url.startsWith(`${documentation}/rest`)).toBe(true);
    expect(github.runs()).toEqual([]);
    return;
  }
  const [run, ...others] = github.runs();
  expect(others).toEqual([]);
  expect(run).toMatchObject(one.run ?? {});
  if (one.inputs !== undefined) expect(run?.inputs).toEqual(one.inputs);
  if (one.status === 204) expect(text).toBe("");
  else {
    expect(JSON.parse(text)).toEqual({
      workflow_run_id: run?.id,
      run_url: `${github.url}/repos/acme/demo/actions/runs/${run?.id}`,
      html_url: `${github.url}/acme/demo/actions/runs/${run?.id}`,
    });
  }
}
