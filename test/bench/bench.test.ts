import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { spreadOf } from "../../bench/benchmark.ts";
import { timeProcesses } from "../../bench/process.ts";

test.each([
  [[3], { median: 3, min: 3, max: 3 }],
  [[9, 1, 5], { median: 5, min: 1, max: 9 }],
  [[4, 10, 2, 8, 6, 100, 1], { median: 6, min: 1, max: 100 }],
])("%j spread over %j", (measurements, spread) => {
  expect(spreadOf(measurements)).toEqual(spread);
});

test("a command that fails is no measurement", async () => {
  const failing = { args: ["--eval", "console.log('why'); process.exit(3)"] };
  await expect(timeProcesses([failing])).rejects.toThrow(/ended with 3:\nwhy/);
});

test("a benchmark that isn't there is named, with those that are", async () => {
  const bench = fileURLToPath(new URL("../../bench/bench.ts", import.meta.url));
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [bench, "chekc"], (error, _, text) =>
      resolve({ code: error?.code, stderr: text }),
    );
  });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "There is no benchmark chekc. There are: check.\n",
  });
});
