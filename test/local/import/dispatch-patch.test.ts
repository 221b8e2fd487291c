import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDispatch, unifiedDiff } from "../../../local/import/dispatch-patch.ts";
import { parseWorkflowFile } from "../../../local/workflow/workflow-file.ts";
import { jobs } from "./repository-folder.ts";

const schedule = '  schedule:\n    - cron: "0 5 * * *"\n';

/** What `on:` is, and what it becomes. */
const forms: readonly (readonly [before: string, after: string])[] = [
  ["on: push\n", "on: [push, workflow_dispatch]\n"],
  ['"on": "push" # only\n', '"on": ["push", workflow_dispatch] # only\n'],
  ["on: [push]\n", "on: [workflow_dispatch, push]\n"],
  ["on: [push, pull_request, ]\n", "on: [workflow_dispatch, push, pull_request, ]\n"],
  [
    "on: [\n  push, # one\n  pull_request # two\n]\n",
    "on: [\n  workflow_dispatch, push, # one\n  pull_request # two\n]\n",
  ],
  [
    "on:\n- push\n- pull_request # two\n",
    "on:\n- push\n- pull_request # two\n- workflow_dispatch\n",
  ],
  ["on:\n  - push\n\n", "on:\n  - push\n  - workflow_dispatch\n\n"],
  [`on:\n${schedule}`, `on:\n${schedule}  workflow_dispatch:\n`],
  [`'on':\n${schedule}  push:\n`, `'on':\n${schedule}  workflow_dispatch:\n  push:\n`],
  [
    `on:\n${schedule}    # - cron: gone\n\n  # above push\n  push:\n`,
    `on:\n${schedule}    # - cron: gone\n  workflow_dispatch:\n\n  # above push\n  push:\n`,
  ],
  [
    `on:\n  workflow_call:\n    inputs:\n      a: { type: string }\n${schedule}`,
    `on:\n  workflow_call:\n    inputs:\n      a: { type: string }\n${schedule}  workflow_dispatch:\n`,
  ],
  [
    "on:\n    schedule:\n    - cron: 0 5 * * * # five\n",
    "on:\n    schedule:\n    - cron: 0 5 * * * # five\n    workflow_dispatch:\n",
  ],
  [
    "on:\n  schedule: [{ cron: 0 5 * * * }]\n",
    "on:\n  schedule: [{ cron: 0 5 * * * }]\n  workflow_dispatch:\n",
  ],
  [
    "on: { schedule: [{ cron: 0 5 * * * }] }\n",
    "on: { workflow_dispatch: {}, schedule: [{ cron: 0 5 * * * }] }\n",
  ],
  [
    '{ "on": { "schedule": [{ "cron": "0 5 * * *" }], "push": {} }, "jobs": { "a": { "runs-on": "x", "steps": [{ "run": "x" }] } } }',
    '{ "on": { workflow_dispatch: {}, "schedule": [{ "cron": "0 5 * * *" }], "push": {} }, "jobs": { "a": { "runs-on": "x", "steps": [{ "run": "x" }] } } }',
  ],
  [
    "on: { schedule: [{ cron: 0 5 * * * }], push: }\n",
    "on: { workflow_dispatch: {}, schedule: [{ cron: 0 5 * * * }], push: }\n",
  ],
  [`on: &events\n${schedule}`, `on: &events\n${schedule}  workflow_dispatch:\n`],
  [`on:\n  push:\n`, `on:\n  push:\n  workflow_dispatch:\n`],
  [`${jobs}on:\n${schedule.trimEnd()}`, `${jobs}on:\n${schedule}  workflow_dispatch:`],
];

const complete = (text: string) => (/jobs/.test(text) ? text : `${text}${jobs}`);
const cases = forms.flatMap(([before, after]) => [
  [complete(before), complete(after)] as const,
  [complete(before).replaceAll("\n", "\r\n"), complete(after).replaceAll("\n", "\r\n")] as const,
]);

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "patch-"));
  execFileSync("git", ["init", "-q"], { cwd: root });
  mkdirSync(join(root, ".github", "workflows"), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

test.each(cases)("%j can be dispatched", async (before, after) => {
  const patched = addDispatch(before) ?? "";
  expect(patched).toBe(after);
  expect(await parseWorkflowFile(patched, 25)).toMatchObject({ dispatchable: true });
  const was = await parseWorkflowFile(before, 25);
  const events = "events" in was ? was.events : [];
  expect(await parseWorkflowFile(patched, 25)).toMatchObject({
    events: expect.arrayContaining([...events]),
  });
});

const files = ["nightly.yml", "every night.yml", "été.yml", "-n.yml"] as const;
const applied = cases.map(
  ([before, after], index) => [files[index % files.length] ?? "", before, after] as const,
);

test.each(applied)("git applies the patch of %s, %j", (name, before, after) => {
  const path = `.github/workflows/${name}`;
  writeFileSync(join(root, path), before);
  writeFileSync(join(root, "p.patch"), unifiedDiff(path, before, after));
  execFileSync("git", ["apply", "p.patch"], { cwd: root, stdio: "pipe" });
  expect(readFileSync(join(root, path), "utf8")).toBe(after);
});

test.each(["x: &e [push]\non: *e\n", "on:\n", "jobs:\n", "on: []\n", "[]\n", ""])(
  "%j takes a person",
  (text) => {
    expect(addDispatch(text)).toBeUndefined();
  },
);
