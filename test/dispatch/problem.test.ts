import { expect, test } from "vitest";
import { formatPath } from "../../dispatch/problem.ts";

test("a path reads as the user would write it", () => {
  expect(formatPath(["triggers", "deploy", "on", "schedule", 0, "cron"])).toBe(
    "triggers.deploy.on.schedule[0].cron",
  );
});
