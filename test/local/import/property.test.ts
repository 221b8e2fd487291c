import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { readConfig } from "../../../dispatch/config.ts";
import { importCase } from "./import-case.ts";

const minute = fc.oneof(fc.constant("*/10"), fc.integer({ min: 0, max: 59 }).map(String));
const hour = fc.oneof(fc.constant("*"), fc.integer({ min: 0, max: 23 }).map(String));
const weekday = fc.constantFrom("*", "1-5", "SUN", "0,6");
const day = fc.constantFrom("*", "1", "1-7", "*/2");
const cron = fc.tuple(minute, hour, day, weekday).map(([m, h, d, w]) => `${m} ${h} ${d} * ${w}`);
const timezone = fc.constantFrom(undefined, "UTC", "Europe/Paris", "America/New_York");
const entry = fc.record({ cron, timezone });
const schedule = fc.array(entry, { minLength: 1, maxLength: 4 });
const on = schedule.map((entries) => stringify({ on: { schedule: entries } }));
const files = fc.constantFrom("a.yml", "b.yml", "c d.yml", "e.yaml");

/** A trigger of the file as it is before, in one of many ways to write it. */
const trigger = fc
  .record({
    workflow: files.filter((file) => !file.includes(" ")),
    crons: fc.uniqueArray(fc.constantFrom("0 5 * * *", "30 1 * * 1", "cron(0 0 L * ? *)"), {
      minLength: 1,
    }),
    indent: fc.integer({ min: 1, max: 5 }),
    indentSeq: fc.boolean(),
    flow: fc.boolean(),
    comment: fc.constantFrom("", "# one\n", "\n\n  # two\n", "      # three\n\n"),
  })
  .map(({ workflow, crons, indent, indentSeq, flow, comment }) => {
    const value = { on: { schedule: crons.map((each) => ({ cron: each })) }, workflow };
    const text = flow
      ? `${JSON.stringify(value)}\n`
      : `\n${stringify(value, { indent, indentSeq })}`;
    return `${text.replaceAll(/\n(?=.)/g, "\n    ")}${comment}`;
  });

const file = fc
  .record({
    triggers: fc.array(trigger, { maxLength: 3 }),
    ending: fc.constantFrom("", "\n", "# the end\n", "# the end", "...\n"),
    lineEnd: fc.constantFrom("\n", "\r\n"),
  })
  .map(({ triggers, ending, lineEnd }) => {
    const texts = triggers.map((text, index) => `  t${index}: ${text}`);
    const head =
      "credentials: { default: { pat: x } }\ndefaults: { repository: acme/shop, ref: main }\n";
    return `${head}triggers:\n${texts.join("")}${ending}`.replaceAll("\n", lineEnd);
  });

/** Whether the lines of a text are in another, in their order. */
function isWithin(text: string, other: string): boolean {
  const lines = text.split("\n");
  let next = 0;
  for (const line of other.split("\n")) if (line === lines[next]) next++;
  // A last line without an end gets one where lines follow it.
  return next === lines.length || (next === lines.length - 1 && other.includes(lines[next] ?? ""));
}

test("an import only adds lines, and nothing the second time", async () => {
  await fc.assert(
    fc.asyncProperty(
      file,
      fc.dictionary(files, on, { minKeys: 1, maxKeys: 3 }),
      async (text, workflows) => {
        const first = await importCase({ workflows }, text);
        const written = first.imported?.text ?? JSON.stringify(first);
        expect(isWithin(text, written), written).toBe(true);
        if (written !== text) expect(readConfig(written).problems).toBeUndefined();
        const second = await importCase({ workflows }, written);
        expect(second.imported?.text).toBe(written);
      },
    ),
    { numRuns: 30 },
  );
});
