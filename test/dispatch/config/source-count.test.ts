import { expect, test } from "vitest";
import { sourcesAtMost } from "../../../dispatch/config/source-count.ts";
import { readConfig } from "../../../dispatch/config.ts";
import { formatProblems } from "../../../dispatch/problem.ts";

const schedulesOfEach = 100;

/** A file with so many schedules, and an event and a route besides. */
function fileOf(schedules: number): string {
  const count = Math.ceil(schedules / schedulesOfEach);
  const triggers = Array.from({ length: count }, (_, index) => {
    const length = Math.min(schedulesOfEach, schedules - index * schedulesOfEach);
    const schedule = Array.from({ length }, (_, days) => ({ cron: `rate(${days + 2} days)` }));
    const others = { event: { source: ["aws.s3"] }, http: { path: "/a" } };
    return [`t-${index}`, { on: { schedule, ...(index === 0 && others) }, workflow: "a.yml" }];
  });
  // JSON is YAML.
  return JSON.stringify({
    credentials: { default: { pat: "github/dispatch-token" } },
    defaults: { repository: "acme/hello", ref: "main" },
    triggers: Object.fromEntries(triggers),
  });
}

test("as many schedules, events and routes as one deployment holds are no problem", () => {
  expect(readConfig(fileOf(sourcesAtMost - 2)).problems).toBeUndefined();
});

test("one more is told in numbers, at the place of the triggers", () => {
  const { problems = [] } = readConfig(fileOf(sourcesAtMost - 1));
  expect(formatProblems("a.yaml", problems)).toMatch(
    /^a\.yaml: 1 problem\n\na\.yaml:1:\d+ {2}triggers\n {2}There are more schedules, events and routes than /,
  );
  expect(problems).toMatchObject([{ found: "10,001 of them", allowed: "at most 10,000" }]);
});
