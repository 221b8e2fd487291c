import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkPage } from "../../../local/check/page.ts";
import { runCheck } from "../../../local/check/run.ts";
import { createProject, createServices, triggersOf } from "./project.ts";

const workflows = fileURLToPath(new URL("../workflow/corpus", import.meta.url));
const files = readdirSync(workflows).filter((file) => /\.ya?ml$/.test(file));

/** What a file of the corpus may make a check say of a trigger without inputs. */
const ofWorkflows = [
  ...["workflow-unparsable", "no-dispatch-trigger", "input-missing", "input-not-allowed"],
];

test("there are files of all kinds", () => {
  expect(files.length).toBeGreaterThan(100);
});

test.each(files)("%s is parsed, or it is said why not", async (file) => {
  const project = createProject(triggersOf(`workflow: ${JSON.stringify(file)}\n`), {});
  const settings = { triggers: project.triggers };
  const options = { mayStandIn: false, workflows };
  const checked = await runCheck(settings, options, createServices());
  expect(checked).toMatchObject({ untold: [], triggers: 1 });
  expect(checked.findings.filter(({ code }) => !ofWorkflows.includes(code))).toEqual([]);
  for (const { code, found } of checked.findings) {
    if (code === "workflow-unparsable") expect(found?.slice(file.length)).toMatch(/^ at main: \S/);
  }
  expect(checkPage(file, checked).replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});
