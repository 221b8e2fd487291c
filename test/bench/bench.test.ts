import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { isMet, spreadOf } from "../../bench/benchmark.ts";
import { benchmarks } from "../../bench/benchmarks.ts";
import { timeProcess } from "../../bench/process.ts";
import { inNewFolder } from "../../local/new-folder.ts";

test.each([
  [[3], { median: 3, min: 3, max: 3 }],
  [[9, 1, 5], { median: 5, min: 1, max: 9 }],
  [[4, 10, 2, 8, 6, 100, 1], { median: 6, min: 1, max: 100 }],
])("%j spread over %j", (measurements, spread) => {
  expect(spreadOf(measurements)).toEqual(spread);
});

test("a goal is met by what is at most what was promised", () => {
  const goal = { what: "", unit: "", atMost: 2 } as const;
  expect([1, 2, 2.001].map((found) => isMet({ ...goal, found }))).toEqual([true, true, false]);
});

test("a command that fails is no measurement", async () => {
  const failing = { args: ["--eval", "console.log('why'); process.exit(3)"] };
  await expect(timeProcess(failing)).rejects.toThrow(/ended with 3:\nwhy/);
});

const path = fileURLToPath(new URL("../../bench/bench.ts", import.meta.url));
const names = benchmarks.map(({ name }) => name);

test("each benchmark has a name of its own, and a title", () => {
  expect(new Set(names).size).toBe(names.length);
  const titles = benchmarks.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});

test("a benchmark that isn't there is named, with those that are", async () => {
  const { code, stderr } = await bench("chekc");
  expect(code).toBe(2);
  const [line] = stderr.split("\n");
  expect(line).toBe(`There is no benchmark chekc. There are: ${names.join(", ")}.`);
});

test("--render takes no names", async () => {
  const { code, stderr } = await bench("--render", "check");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^--render takes no names/);
});

test("--help tells of all benchmarks, and measures nothing", async () => {
  const { code, stdout } = await bench("--help");
  expect(code).toBe(0);
  expect(stdout).toContain(`There are: ${names.join(", ")}.`);
});

test("a temporary folder goes when it is not used any more, whatever has happened", async () => {
  const used: string[] = [];
  const failing = inNewFolder(async (folder) => {
    used.push(folder, ...readdirSync(folder));
    writeFileSync(join(folder, "file"), "");
    throw new Error("why");
  });
  await expect(failing).rejects.toThrow("why");
  expect(used).toHaveLength(1);
  expect(used.filter((folder) => existsSync(folder))).toEqual([]);
});

describe("when it is ended", () => {
  const temporary = mkdtempSync(join(tmpdir(), "bench-test-"));
  afterAll(() => rmSync(temporary, { recursive: true }));

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s, it leaves no folder", async (signal, expected) => {
    const child = spawn(process.execPath, [path, "check"], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: "ignore",
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = once(child, "exit");
    const folders = () =>
      readdirSync(temporary).filter((name) => name.includes("workflow-dispatcher-"));
    await vi.waitUntil(() => folders().length > 0, { timeout: 20_000 });
    child.kill(signal);
    expect(await ended).toEqual([expected, null]);
    expect(folders()).toEqual([]);
  });
});

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function bench(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}
