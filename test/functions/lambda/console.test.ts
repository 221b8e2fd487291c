import { afterEach, expect, test, vi } from "vitest";
import { logToConsole } from "../../../functions/lambda/console.ts";

afterEach(() => vi.restoreAllMocks());

test.each(["info", "warn", "error"] as const)(
  "%s goes to the console's method of that name",
  (level) => {
    const print = vi.spyOn(console, level).mockImplementation(() => {});
    logToConsole({ level, message: "dispatched", trigger: "upload", delivery: "event-1" });
    expect(print.mock.calls).toEqual([
      [{ message: "dispatched", trigger: "upload", delivery: "event-1" }],
    ]);
  },
);
