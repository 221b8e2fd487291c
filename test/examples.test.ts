import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checkEventPattern } from "../dispatch/config/event-pattern.ts";
import { callOf, headersBut, headersIn, send } from "./examples/call.ts";
import { eventEnvelope } from "./examples/deployed.ts";
import { eventRuleOf, mismatches, readEvent } from "./examples/event.ts";
import {
  configOf,
  findExamples,
  missingParts,
  readExpectations,
  root,
  rootSample,
  triggersOf,
  tryReadExpectations,
  wayIn,
  waysIn,
} from "./examples/example.ts";
import { forge, isGuarded, prove } from "./examples/proofs.ts";
import { expectedRuns, runExample, runsOf } from "./examples/running.ts";
import { nextEnvelope } from "./examples/schedule.ts";
import { workflowComplaints, workflowFiles } from "./examples/workflow-rules.ts";

const examples = findExamples();
const schema = readFileSync(join(root, "docs/triggers.schema.json"), "utf8");
const validate = new Ajv({ strict: false }).compile(JSON.parse(schema));

test("examples/README.md lists each example", () => {
  const readme = readFileSync(join(root, "examples/README.md"), "utf8");
  const listed = [...readme.matchAll(/\| \[([^\]]+)\]\(\1\) \|/g)].map(([, name]) => name);
  expect(listed.sort()).toEqual(examples.map(({ name }) => name).sort());
});

describe.each(examples)("the files of $name", (example) => {
  test("none is missing", () => {
    const missing = missingParts(example).map((part) => `${part} is missing`);
    expect(missing.join("\n"), "examples/README.md tells what belongs in an example").toBe("");
  });

  test("triggers.yaml begins with its schema, which an editor finds nothing against", () => {
    const text = readFileSync(triggersOf(example), "utf8");
    const [first] = text.split("\n");
    expect(first).toBe("# yaml-language-server: $schema=../../docs/triggers.schema.json");
    const isValid = validate(parse(text));
    expect(isValid, JSON.stringify(validate.errors)).toBe(true);
  });

  test("the workflows are valid and safe to copy", async () => {
    const complaints = await Promise.all(workflowFiles(example.folder).map(workflowComplaints));
    expect(complaints.flat().join("\n")).toBe("");
  });
});

describe.each([rootSample, ...examples])("$name", (example) => {
  test("expected.json tells of every way in", () => {
    const told = new Set(readExpectations(example).map(wayIn));
    expect([...told].sort()).toEqual([...waysIn(configOf(example))].sort());
  });

  const expectations = tryReadExpectations(example);
  const events = expectations.filter(({ event }) => event !== undefined);
  const requests = expectations.filter(({ request }) => request !== undefined);
  const schedules = expectations.filter(({ schedule }) => schedule !== undefined);
  const guarded = requests.filter(({ trigger }) => isGuarded(example, trigger));

  test.each(events)("$event matches the pattern of $trigger", ({ trigger, event = "" }) => {
    const { pattern } = eventRuleOf(configOf(example), trigger);
    expect(checkEventPattern(pattern)).toEqual([]);
    expect(mismatches(pattern, readEvent(example.samples, event))).toEqual([]);
  });

  test.each(events)("$trigger, on $event", (expectation) =>
    runExample(example, async (running) => {
      const { trigger, event = "" } = expectation;
      const delivered = readEvent(example.samples, event);
      const envelope = eventEnvelope(configOf(example), trigger, delivered);
      const { code } = await running.consume(envelope);
      expect(code).toBe(expectation.problem);
      expect(runsOf(running)).toEqual(expectedRuns(expectation));
    }),
  );

  test.each(schedules)("$trigger, on $schedule.cron after $schedule.after", (expectation) =>
    runExample(example, async (running) => {
      const envelope = nextEnvelope(configOf(example), expectation);
      const { code } = await running.consume(envelope);
      expect(code).toBe(expectation.problem);
      expect(runsOf(running)).toEqual(expectedRuns(expectation));
    }),
  );

  test.each(requests)("$trigger, called with $request", (expectation) =>
    runExample(example, async (running) => {
      const { auth, call } = callOf(example, running.config, expectation);
      const proof = await prove(auth, call, running.issuer);
      // A signature in the sample is the one that its sender would make.
      expect(proof).toMatchObject(headersIn(call, proof));
      const answer = await send(running.url, call, proof);
      const { code } = (await answer.json()) as { code?: string };
      expect(code).toBe(expectation.problem);
      expect(answer.status === 201).toBe(expectation.problem === undefined);
      expect(runsOf(running)).toEqual(expectedRuns(expectation));
    }),
  );

  test.each(guarded)("$trigger, called by a stranger with $request", (expectation) =>
    runExample(example, async (running) => {
      const { auth, call } = callOf(example, running.config, expectation);
      const proof = await prove(auth, call, running.issuer);
      const bare = { ...call, headers: headersBut(call, proof) };
      const forgeries = await forge(auth, bare, running.issuer);
      const statuses = await Promise.all(
        forgeries.map(async ({ name, headers }) => {
          const { status } = await send(running.url, bare, headers);
          return [name, status];
        }),
      );
      expect(statuses).toEqual(forgeries.map(({ name, status }) => [name, status]));
      expect(runsOf(running)).toEqual([]);
    }),
  );
});
