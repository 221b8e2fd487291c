import { expect, test } from "vitest";
import { pick, seededRandom } from "../../../local/github/faults/random.ts";
import { allFaults, type Fault, seededFaults } from "../../../local/github/faults.ts";

const call = { method: "GET", path: "/", isDispatch: false, headers: {} };

function planned(seed: number, rate: number, calls: number, faults?: readonly Fault[]) {
  const plan = seededFaults({ seed, rate, ...(faults && { faults }) });
  return Array.from({ length: calls }, (_, index) => plan({ ...call, number: index + 1 }));
}

test("a seed gives the same plan again, another seed another one", () => {
  expect(planned(1, 0.5, 50)).toEqual(planned(1, 0.5, 50));
  expect(planned(1, 0.5, 50)).not.toEqual(planned(2, 0.5, 50));
});

test.each([0, 0.1, 0.5, 1])("of 10,000 requests a share of %d goes wrong", (rate) => {
  const wrong = planned(7, rate, 10_000).filter((fault) => fault !== undefined);
  expect(Math.abs(wrong.length - rate * 10_000)).toBeLessThan(200);
  if (rate === 1) expect(wrong).toHaveLength(10_000);
  if (rate === 0) expect(wrong).toEqual([]);
});

test("the faults are evenly spread, and all of them occur", () => {
  const counts = new Map<Fault | undefined, number>();
  for (const fault of planned(3, 1, 16_000)) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  expect(new Set(counts.keys())).toEqual(new Set(allFaults));
  for (const count of counts.values()) {
    expect(Math.abs(count - 16_000 / allFaults.length)).toBeLessThan(150);
  }
});

test("all kinds are among the faults by default", () => {
  const kinds = new Set(allFaults.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual([
    "not-json",
    "rate-limited",
    "reset",
    "silence",
    "status",
    "truncated",
    "unauthorized",
  ]);
});

test("a plan keeps to the faults it was given; of none, it makes none", () => {
  const unauthorized: Fault = { kind: "unauthorized" };
  expect(new Set(planned(5, 1, 20, [unauthorized]))).toEqual(new Set([unauthorized]));
  expect(new Set(planned(5, 1, 20, []))).toEqual(new Set([undefined]));
});

test("a seed stands for the same numbers everywhere", () => {
  const random = seededRandom(42);
  const numbers = Array.from({ length: 3 }, () => Math.floor(random() * 2 ** 32));
  expect(numbers).toEqual([939911724, 3948730756, 321366731]);
});

test.each([0, 1, -1, 2 ** 31, 2 ** 40 + 5])("the numbers of seed %d are spread evenly", (seed) => {
  const random = seededRandom(seed);
  const tenths = new Array<number>(10).fill(0);
  for (let count = 0; count < 20_000; count++) {
    const tenth = pick(random, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) ?? -1;
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const tenth of tenths) expect(Math.abs(tenth - 2000)).toBeLessThan(200);
});
