import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Ledger } from "../../../dispatch/ledger.ts";
import { retry } from "../../../dispatch/outcome.ts";
import { createGates } from "../../../dispatch/pace/gates.ts";
import { seededRandom } from "../../../local/github/faults/random.ts";
import { createSqliteLedger } from "../../../local/state/ledger.ts";

const start = Date.parse("2027-01-01T00:00:00Z");

/** Some functions that share a ledger, and what they ask of it. */
function startFunctions(count: number, pace = { "per-minute": 80, "per-hour": 500 }) {
  const ledger = createSqliteLedger(new DatabaseSync(":memory:"), start);
  const world = { now: start, puts: 0, failures: [] as unknown[], isDown: false };
  const random = seededRandom(1);
  const watched: Ledger = {
    ...ledger,
    put: async (record) => {
      world.puts += 1;
      if (world.isDown) throw new Error("down");
      return ledger.put(record);
    },
  };
  const services = {
    ledger: watched,
    now: () => world.now,
    random,
    onLedgerFailure: (error: unknown) => world.failures.push(error),
  };
  const functions = Array.from({ length: count }, () => createGates(() => pace, services));
  return { world, functions };
}

const invalid = retry("token-invalid", "401", 60);

test("functions share what GitHub allows", async () => {
  const { functions } = startFunctions(5);
  const entered = await Promise.all(
    functions.flatMap((enter) => Array.from({ length: 30 }, () => enter("default", {}))),
  );
  expect(entered.filter(({ pass }) => pass !== undefined)).toHaveLength(80);
  expect(new Set(entered.flatMap(({ wait }) => wait?.code ?? []))).toEqual(
    new Set(["rate-limited"]),
  );
});

test("a batch asks the ledger once", async () => {
  const { functions, world } = startFunctions(1);
  await Promise.all(
    functions.flatMap((enter) => Array.from({ length: 10 }, () => enter("default", {}))),
  );
  expect(world.puts).toBe(1);
});

test("each credential has a gate of its own", async () => {
  const { functions } = startFunctions(1, { "per-minute": 1, "per-hour": 10 });
  const [enter] = functions;
  const passes = await Promise.all([
    enter?.("default", {}),
    enter?.("bot", {}),
    enter?.("default", {}),
  ]);
  expect(passes.map((entered) => entered?.pass !== undefined)).toEqual([true, true, false]);
});

test("a token that one function finds refused is not tried by another, until its time is over", async () => {
  const { functions, world } = startFunctions(2);
  const [one, other] = functions;
  await (await one?.("default", {}))?.pass?.report(invalid);
  expect((await other?.("default", {}))?.wait).toMatchObject({ code: "token-invalid" });
  world.now += 60_000;
  const trial = await other?.("default", {});
  expect(trial?.pass?.failures).toBe(1);
  expect((await one?.("default", {}))?.wait).toMatchObject({ code: "token-invalid" });
  await trial?.pass?.report({ kind: "dispatched", run: undefined });
  expect((await one?.("default", {}))?.pass?.failures).toBe(0);
});

test("who is let to try and sends nothing lets another try", async () => {
  const { functions, world } = startFunctions(2);
  const [one, other] = functions;
  await (await one?.("default", {}))?.pass?.report(invalid);
  world.now += 60_000;
  const trial = await other?.("default", {});
  await trial?.pass?.release();
  world.now += 1;
  const next = await one?.("default", {});
  expect(next?.pass?.failures).toBe(1);
  // Whoever is late takes nothing from the next one.
  await trial?.pass?.release();
  expect((await other?.("default", {}))?.wait).toMatchObject({ code: "token-invalid" });
});

test("a pass that is not used is no write where nobody waits for it", async () => {
  const { functions, world } = startFunctions(1);
  const entered = await functions[0]?.("default", {});
  const puts = world.puts;
  await entered?.pass?.release();
  expect(world.puts).toBe(puts);
});

test("what a delivery's own mistake is says nothing about the token", async () => {
  const { functions, world } = startFunctions(1);
  const [enter] = functions;
  const entered = await enter?.("default", {});
  const puts = world.puts;
  await entered?.pass?.report({ kind: "rejected", code: "inputs-refused", detail: "" });
  expect(world.puts).toBe(puts);
  expect((await enter?.("default", {}))?.pass).toBeDefined();
});

test("of very many at once none goes uncounted", async () => {
  const { functions, world } = startFunctions(200);
  const entered = await Promise.all(functions.map((enter) => enter("default", {})));
  expect(entered.filter(({ pass }) => pass !== undefined).length).toBeLessThanOrEqual(80);
  expect(new Set(entered.flatMap(({ wait }) => wait?.code ?? []))).toEqual(
    new Set(["rate-limited"]),
  );
  expect(world.failures).toEqual([]);
});

test("who took long to succeed doesn't open what another has found closed", async () => {
  const { functions, world } = startFunctions(1);
  const [enter] = functions;
  await (await enter?.("default", {}))?.pass?.report(invalid);
  world.now += 60_000;
  const slow = await enter?.("default", {});
  world.now += 20_000;
  await (await enter?.("default", {}))?.pass?.report(retry("rate-limited", "429", 3600));
  await slow?.pass?.report({ kind: "dispatched", run: undefined });
  expect((await enter?.("default", {}))?.wait).toMatchObject({ code: "rate-limited" });
});

test("without the ledger everybody goes through, and it is told", async () => {
  const { functions, world } = startFunctions(1);
  const [enter] = functions;
  world.isDown = true;
  const entered = await enter?.("default", {});
  await entered?.pass?.report(invalid);
  expect(entered?.pass?.failures).toBe(0);
  expect(world.failures).toHaveLength(2);
});
