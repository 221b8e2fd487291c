import { describe, expect, test } from "vitest";
import { costByService, costOf } from "../../../bench/money/cost.ts";
import { prices } from "../../../bench/money/prices.ts";

const paid = { isFreeTierUsed: false };
const lessFree = { isFreeTierUsed: true };

describe("a bill", () => {
  test("is the amounts times their prices", () => {
    // 3 × $0.20 + 2 × $1.00 + 4 GB × $0.50
    const usage = { "lambda-request": 3_000_000, "http-api-request": 2_000_000, "log-gb": 4 };
    expect(costOf(usage, paid)).toBeCloseTo(4.6, 10);
  });

  test("is less what is always free, and never less than nothing", () => {
    // 2 × $0.20 + 2 × $1.00; 5 GB of logs are free
    const usage = { "lambda-request": 3_000_000, "http-api-request": 2_000_000, "log-gb": 4 };
    expect(costOf(usage, lessFree)).toBeCloseTo(2.4, 10);
  });

  test("is split by service", () => {
    const usage = { "lambda-request": 1_000_000, "lambda-gb-second": 75_000, "secret-month": 2 };
    const costs = [...costByService(usage, paid)].map(([name, cost]) => [name, cost.toFixed(4)]);
    expect(costs).toEqual([
      ["Lambda", "1.2000"],
      ["Secrets Manager", "0.8000"],
    ]);
  });

  test("has a source for each price", () => {
    for (const { source } of Object.values(prices)) expect(source).toMatch(/^aws\.amazon\.com\//);
  });
});
