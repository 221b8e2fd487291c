import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeOpenApi } from "../../../local/openapi/write.ts";
import { root } from "../../examples/example.ts";
import { request } from "./documents.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "openapi-"));
  const files = ["hello.yml", "other.yml", "acme/site/deploy.yml", "acme/site@v1/deploy.yml"];
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, ".github/workflows/hello.yml"), join(folder, file));
  }
  writeFileSync(join(folder, "bad.yml"), "on: 1");
  const jobs = "jobs: { a: { runs-on: x, steps: [{ run: x }] } }";
  writeFileSync(join(folder, "push.yml"), `on: push\n${jobs}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each<[repository: string, workflow: string, ref: string, note: string]>([
  [
    "acme/app",
    "hello.yml",
    "main",
    "known      acme/app/hello.yml@main: 1 input in FOLDER/hello.yml",
  ],
  [
    "acme/app",
    "helo.yml",
    "main",
    "not known  acme/app/helo.yml@main: the folder has no such file; the nearest is hello.yml",
  ],
  [
    "acme/app",
    "unlike-any.yml",
    "main",
    "not known  acme/app/unlike-any.yml@main: the folder has no such file",
  ],
  [
    "acme/app",
    "push.yml",
    "main",
    "not known  acme/app/push.yml@main: FOLDER/push.yml has no workflow_dispatch trigger",
  ],
  [
    "acme/site",
    "deploy.yml",
    "main",
    "known      acme/site/deploy.yml@main: 1 input in FOLDER/acme/site/deploy.yml",
  ],
  [
    "Acme/Site",
    "deploy.yml",
    "v1",
    "known      Acme/Site/deploy.yml@v1: 1 input in FOLDER/acme/site@v1/deploy.yml",
  ],
  [
    "acme/site",
    "deploy.yml",
    "v2",
    "not known  acme/site/deploy.yml@v2: the folder has no such ref; the nearest is v1",
  ],
  [
    "acme/app",
    "1234",
    "main",
    "not known  acme/app/1234@main: it is named by its id, which GitHub alone knows",
  ],
])("%s/%s@%s", async (repository, workflow, ref, note) => {
  expect(await noteOf(repository, workflow, ref)).toBe(note.replace("FOLDER", folder));
});

test("a file that can't be parsed is named, with the reason", async () => {
  const note = await noteOf("acme/app", "bad.yml", "main");
  expect(note).toContain(`not known  acme/app/bad.yml@main: ${folder}/bad.yml can't be parsed: `);
});

async function noteOf(repository: string, workflow: string, ref: string) {
  const triggers = join(folder, "triggers.yaml");
  const trigger = { on: { http: { path: "/a" } }, repository, workflow, ref };
  const file = { credentials: { default: { pat: "x" } }, triggers: { a: trigger } };
  writeFileSync(triggers, JSON.stringify(file));
  const { notes } = await writeOpenApi({ triggers, workflows: folder }, request);
  return notes[1];
}
