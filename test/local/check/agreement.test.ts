import fc from "fast-check";
import { expect, test } from "vitest";
import { sendInputs } from "./dispatching.ts";
import {
  checkOffline,
  checkOn,
  createProject,
  placesOf,
  startGitHubOf,
  triggersOf,
  workflowOf,
} from "./project.ts";

const names = fc.constantFrom("a", "b", "tag", "dry-run", "_id");

const texts = fc.constantFrom("", "a", "b", "x y", "true", "false", "True", "1", "1.5", "1e3", "-");

const inputTypes = ["string", "boolean", "number", "choice", "environment"] as const;
type InputType = (typeof inputTypes)[number];
type Value = string | number | boolean;

/** Mostly what a type takes. */
const fitting: Readonly<Record<InputType, fc.Arbitrary<Value>>> = {
  string: texts,
  boolean: fc.constantFrom(true, false, "true", "${{ true }}", "${{ 'false' }}"),
  number: fc.constantFrom(1, -2, 0, "1.50", "${{ 1.50 }}", "1${{ 0 }}"),
  choice: fc.constantFrom("a", "b", "${{ 'a' }}", "${{ format('{0}', 'b') }}"),
  environment: texts,
};

const defaults: Readonly<Record<InputType, readonly Value[]>> = {
  string: ["", "x"],
  boolean: [true, false],
  number: [0, 1.5],
  choice: ["a", "1", ""],
  environment: ["production"],
};

const anything: fc.Arbitrary<Value> = fc.oneof(
  texts,
  fc.constantFrom<Value>(true, 7, "${{ true }}", "${{ null }}"),
  fc.constantFrom("x${{ 1 }}y", "${{ fromJSON('[') }}", "${{ fromJSON('[1]') }}"),
);

const types = fc.constantFrom(...inputTypes);

/** The parser refuses defaults of another type, and a choice without options: mostly, it shall not. */
const input = types.chain((type) =>
  fc.record(
    {
      type: fc.constant(type),
      options: fc.constant(type === "choice" ? ["a", "b", "1"] : undefined),
      required: fc.boolean(),
      default: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...defaults[type]) },
        { weight: 1, arbitrary: texts },
      ),
    },
    { requiredKeys: ["type", "options"] },
  ),
);

const declared = fc.dictionary(names, input, { maxKeys: 3 });

/** A trigger that mostly gives what the workflow declares, one by one or as one expression. */
const pair = declared.chain((declares) => {
  const fit = Object.entries(declares).map(([name, { type }]) => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.option(fitting[type], { nil: undefined }) },
      { weight: 1, arbitrary: anything },
    );
    return [name, value] as const;
  });
  type Given = Readonly<Record<string, Value | undefined>>;
  const each: fc.Arbitrary<Given> = fc.record(Object.fromEntries(fit));
  const other: fc.Arbitrary<Given> = fc.record({
    other: fc.option(anything, { freq: 1, nil: undefined }),
  });
  const object = fc.oneof({ weight: 8, arbitrary: each }, { weight: 1, arbitrary: other });
  const whole = object.map((values) => `\${{ fromJSON('${JSON.stringify(values)}') }}`);
  const odd = fc.constantFrom("${{ null }}", "${{ 'a' }}", "${{ fromJSON('[]') }}");
  const gives = fc.oneof(
    { weight: 8, arbitrary: object },
    { weight: 3, arbitrary: whole.filter((text) => !/'.*'.*'/.test(text)) },
    { weight: 1, arbitrary: odd },
  );
  return fc.record({ declares: fc.constant(declares), gives });
});

const correlation = fc.option(names, { freq: 3, nil: undefined });

test("a check finds an error if, and only if, the dispatch is refused", async () => {
  const project = createProject("", {});
  const github = await startGitHubOf(project, "");
  const counts = { refused: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(pair, correlation, async ({ declares, gives }, id) => {
      fc.pre(id === undefined || typeof gives === "string" || gives[id] === undefined);
      // Only GitHub knows what an environment may be called, so that the stand-in takes any text.
      fc.pre(id === undefined || declares[id]?.type !== "environment");
      const about = id === undefined ? "" : `correlation-input: ${id}\n`;
      const triggers = triggersOf(
        `workflow: deploy.yml\n${about}inputs: ${JSON.stringify(gives)}\n`,
      );
      project.write("triggers.yaml", triggers);
      project.write(".github/workflows/deploy.yml", workflowOf(declares));
      const { findings, openInputs, untold } = await checkOffline(project);
      expect({ openInputs, untold }).toEqual({ openInputs: 0, untold: [] });
      const errors = findings.filter(({ level }) => level === "error");
      const { kind } = await sendInputs(triggers, github);
      expect(kind, JSON.stringify(findings)).toBe(errors.length > 0 ? "rejected" : "dispatched");
      counts[errors.length > 0 ? "refused" : "taken"] += 1;
    }),
    { numRuns: 200 },
  );
  expect(Math.min(counts.refused, counts.taken)).toBeGreaterThan(20);
});

test("GitHub and the folder of its files give the same findings", async () => {
  const project = createProject("", {});
  const github = await startGitHubOf(project, "");
  await fc.assert(
    fc.asyncProperty(pair, async ({ declares, gives }) => {
      project.write(
        "triggers.yaml",
        triggersOf(`workflow: deploy.yml\ninputs: ${JSON.stringify(gives)}\n`),
      );
      project.write(".github/workflows/deploy.yml", workflowOf(declares));
      expect(placesOf(await checkOn(github, project))).toEqual(
        placesOf(await checkOffline(project)),
      );
    }),
    { numRuns: 50 },
  );
});
