import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, test } from "vitest";
import type { Delivery } from "../../../dispatch/delivery.ts";
import type { Ledger } from "../../../dispatch/ledger.ts";
import { type Entry, entryIn, entryKey, recordOf } from "../../../dispatch/once/entry.ts";
import { doOnce, type OnceServices, type Work } from "../../../dispatch/once/once.ts";
import { type Dispatched, type Failure, wait } from "../../../dispatch/outcome.ts";
import type { Want } from "../../../dispatch/pace/gate.ts";
import { createSqliteLedger } from "../../../local/state/ledger.ts";
import { smallRandom } from "../services.ts";

const start = Date.parse("2027-01-01T00:00:00Z");
const target = { apiUrl: "https://api.test", repository: "a/b", workflow: "w.yml", ref: "main" };
const delivery: Delivery = {
  ...{ trigger: "deploy", id: "event-1", round: 0, isNew: true },
  ...{ source: "event", event: {} },
};
const run = { id: 7, url: "https://test/a/b/actions/runs/7" };
const dispatched: Dispatched = { kind: "dispatched", run };
const paced = { ...wait("rate-limited", "as many as allowed", 30), place: start + 30_000 };

let clock: number;
let ledger: Ledger;
let failures: unknown[];
beforeEach(() => {
  clock = start;
  ledger = createSqliteLedger(new DatabaseSync(":memory:"), start);
  failures = [];
});

function servicesWith(own: Ledger = ledger): OnceServices {
  const random = smallRandom();
  const onLedgerFailure = (error: unknown) => failures.push(error);
  return { ledger: own, onLedgerFailure, now: () => clock, random };
}

/** A work that tells what was asked for, and sent. */
function createWork(outcome: Dispatched | Failure = dispatched, changes: Partial<Work> = {}) {
  const wants: Want[] = [];
  let sent = 0;
  let released = 0;
  const work: Work = {
    target,
    goOn: false,
    settle: async () => "none",
    enter: async (want) => {
      wants.push(want);
      const send = async () => {
        sent += 1;
        return outcome;
      };
      const release = async () => {
        released += 1;
      };
      return { send, release };
    },
    ...changes,
  };
  return { work, wants, sent: () => sent, released: () => released };
}

async function standing(): Promise<Entry | undefined> {
  const record = await ledger.get("deploy", entryKey(delivery));
  return record && entryIn(record);
}

/** Writes the entry of an earlier time into the ledger. */
async function leave(entry: Partial<Entry>): Promise<void> {
  const claim = { by: "other", from: start - 200_000, until: start - 80_000 };
  const about = {
    source: "event",
    delivery: delivery.id,
    from: "",
    attempts: 1,
    round: 0,
  } as const;
  const times = { first: claim.from, last: claim.from, claim };
  const whole: Entry = { state: "waiting", ...about, ...times, ...entry };
  await ledger.put(recordOf("deploy", whole, claim.from, 1));
}

const brokenLedger: Ledger = {
  put: () => Promise.reject(new Error("the ledger is out of reach")),
  get: () => Promise.reject(new Error("the ledger is out of reach")),
  between: () => Promise.reject(new Error("the ledger is out of reach")),
};

describe("a new delivery", () => {
  test("asks for leave once, and is sent once", async () => {
    const { work, wants, sent } = createWork();
    const given = { ...delivery, waitsUntil: start + 5 };
    expect(await doOnce(given, work, servicesWith())).toEqual(dispatched);
    expect(wants).toEqual([{ waitsUntil: start + 5 }]);
    expect(sent()).toBe(1);
    expect(await standing()).toMatchObject({ state: "dispatched", run });
  });

  test("that has to wait is recorded with its place", async () => {
    const { work } = createWork(paced);
    expect(await doOnce(delivery, work, servicesWith())).toEqual(paced);
    const entry = await standing();
    expect(entry).toMatchObject({ state: "waiting", place: paced.place });
    expect(entry?.sent).toBeUndefined();
  });

  test("that is none starts nothing, whatever leave it got", async () => {
    await doOnce(delivery, createWork().work, servicesWith());
    const { work, sent } = createWork({ kind: "dispatched", run: { id: 8, url: "" } });
    const outcome = await doOnce(delivery, work, servicesWith());
    expect(outcome).toEqual({ kind: "duplicate", first: dispatched });
    expect(sent()).toBe(0);
  });

  test("that another handler has at the same time is sent by one of them", async () => {
    const works = Array.from({ length: 5 }, () => createWork());
    // Their marks differ, as those of two functions do.
    const services = servicesWith();
    const outcomes = await Promise.all(works.map(({ work }) => doOnce(delivery, work, services)));
    expect(works.map((each) => each.sent()).sort()).toEqual([0, 0, 0, 0, 1]);
    const kinds = outcomes.map((each) => ("code" in each ? each.code : each.kind));
    expect(new Set(kinds)).toEqual(new Set(["dispatched", "delivery-in-progress"]));
  });

  test("is given no leave by a bug: the caller hears of it, and nobody else", async () => {
    const enter = () => Promise.reject(new Error("a bug"));
    const { work } = createWork(dispatched, { enter });
    let answer = () => {};
    const slow: Ledger = {
      ...ledger,
      put: async (record) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return ledger.put(record);
      },
    };
    const doing = doOnce(delivery, work, servicesWith(slow));
    const told = expect(doing).rejects.toThrow("a bug");
    // The bug is there long before the claim: an error that nobody takes would end the function.
    await new Promise(setImmediate);
    answer();
    await told;
  });
});

describe("what was here before", () => {
  test("goes to the place that it was given, though it looks new", async () => {
    await leave({ place: start - 1000 });
    const { work, wants, sent } = createWork();
    await doOnce({ ...delivery, waitsUntil: start + 5 }, work, servicesWith());
    expect(wants.at(-1)).toEqual({ place: start - 1000, waitsUntil: start + 5 });
    expect(sent()).toBe(1);
  });

  test("without a place goes at once", async () => {
    await leave({});
    const { work, wants } = createWork();
    await doOnce(delivery, work, servicesWith());
    expect(wants).toHaveLength(1);
  });

  test.each([
    ["at once, and sent with the leave that it has", 2000, 1, 0],
    ["for long, gives its leave back and asks again", 2001, 2, 1],
  ])("and may have a run is settled %s", async (_, milliseconds, asked, givenBack) => {
    const span = { from: start - 200_000, until: start - 130_000 };
    await leave({ state: "unknown", sent: span, target });
    const { work, wants, sent, released } = createWork(dispatched, {
      settle: async () => {
        clock += milliseconds;
        return "none";
      },
    });
    expect(await doOnce(delivery, work, servicesWith())).toEqual(dispatched);
    expect([wants.length, released(), sent()]).toEqual([asked, givenBack, 1]);
  });

  test("and has a run is not sent, whatever leave it got", async () => {
    const span = { from: start - 200_000, until: start - 130_000 };
    await leave({ state: "unknown", sent: span, target });
    const { work, sent } = createWork(dispatched, { settle: async () => dispatched });
    expect(await doOnce(delivery, work, servicesWith())).toEqual(dispatched);
    expect(sent()).toBe(0);
    expect(await standing()).toMatchObject({ state: "dispatched", run });
  });
});

describe("without the ledger", () => {
  test.each([true, false])("best-effort sends, once (new: %s)", async (isNew) => {
    const { work, wants, sent } = createWork(dispatched, { goOn: true });
    const outcome = await doOnce({ ...delivery, isNew }, work, servicesWith(brokenLedger));
    expect(outcome).toEqual(dispatched);
    expect([wants.length, sent()]).toEqual([1, 1]);
    expect(failures).toHaveLength(1);
  });

  test.each([true, false])("strict waits, and sends nothing (new: %s)", async (isNew) => {
    const { work, sent } = createWork();
    const outcome = await doOnce({ ...delivery, isNew }, work, servicesWith(brokenLedger));
    expect(outcome).toMatchObject({ kind: "retry", code: "ledger-unavailable" });
    expect(sent()).toBe(0);
    expect(failures).toHaveLength(1);
  });

  test("best-effort waits where the gate says so", async () => {
    const { work } = createWork(paced, { goOn: true });
    expect(await doOnce(delivery, work, servicesWith(brokenLedger))).toEqual(paced);
  });
});
