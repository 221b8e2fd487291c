import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { type Entry, entryKey, recordOf } from "../../../dispatch/once/entry.ts";
import { type Settled, settle } from "../../../dispatch/once/settle.ts";
import { createSqliteLedger } from "../../../local/state/ledger.ts";

/** Times are seconds since the delivery's own claim. */
interface Case {
  readonly name: string;
  /** Runs that GitHub lists: [id, created, title]. */
  readonly runs: readonly (readonly [id: number, created: number, title?: string])[];
  /** Other deliveries: [state, claimed, until, run]. */
  readonly others?: readonly (readonly [Entry["state"], number, number, number?])[];
  /** The text that the delivery's run carries in its name. */
  readonly correlation?: string;
  readonly resend?: boolean;
  /** How GitHub answers instead: a status, or 0 for not at all. */
  readonly answers?: number;
  readonly settled: "none" | "held" | "later" | "some run" | number;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("./settle.json", import.meta.url), "utf8"),
);

const claimed = Date.parse("2027-01-01T00:00:00Z");
const target = { apiUrl: "https://api.test", repository: "a/b", workflow: "w.yml", ref: "main" };

describe("a dispatch whose result is not known", () => {
  test.each(cases)("$name", async (one) => {
    const settled = await settleCase(one);
    expect(nameOf(settled)).toBe(one.settled);
    if (one.settled === "held") {
      for (const [id] of one.runs) expect(JSON.stringify(settled)).toContain(`/runs/${id}`);
    }
  });

  test("is looked for in its own time and place", async () => {
    const asked: URL[] = [];
    await settleCase({ name: "", runs: [], settled: "none" }, (url) => asked.push(url));
    const [url, ...others] = asked;
    expect(others).toEqual([]);
    expect(url?.pathname).toBe("/repos/a/b/actions/workflows/w.yml/runs");
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      event: "workflow_dispatch",
      branch: "main",
      created: "2026-12-31T23:59:55Z..2027-01-01T00:00:25Z",
      per_page: "100",
      page: "1",
    });
  });
});

async function settleCase(one: Case, onAsk: (url: URL) => void = () => {}): Promise<Settled> {
  const ledger = createSqliteLedger(new DatabaseSync(":memory:"), claimed);
  const own = entryOf("own", "claimed", 0, 20);
  for (const [index, [state, from, until, run]] of (one.others ?? []).entries()) {
    const other = entryOf(`other-${index}`, state, from, until, run);
    await ledger.put(recordOf("deploy", other, other.claim.from, 1));
  }
  const { sent } = own;
  if (sent === undefined) throw new Error("it was sent");
  const record = recordOf("deploy", own, claimed, 2);
  const about = {
    claimed: { entry: own, record, unsettled: sent, before: undefined },
    unsettled: sent,
    target: one.correlation === undefined ? target : { ...target, correlated: true as const },
    triggers: ["deploy"],
    correlation: one.correlation ?? "wd-00000000000000aa",
    authorization: "Bearer none",
    resend: one.resend ?? false,
  };
  return settle(about, {
    ledger,
    now: () => claimed + 90_000,
    random: () => 0,
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
    fetch: async (input) => {
      const url = new URL(String(input));
      onAsk(url);
      if (one.answers === 0) throw new DOMException("It took too long.", "TimeoutError");
      if (one.answers !== undefined) return Response.json({}, { status: one.answers });
      return Response.json({ workflow_runs: listed(one, url) });
    },
  });
}

/** As GitHub lists them: those created in the span that is asked for. */
function listed({ runs }: Case, url: URL) {
  const [from = "", until = ""] = (url.searchParams.get("created") ?? "").split("..");
  return runs
    .map(([id, created, title = "Deploy"]) => ({
      id,
      html_url: `https://test/a/b/actions/runs/${id}`,
      created_at: new Date(claimed + created * 1000).toISOString(),
      display_title: title,
    }))
    .filter(({ created_at: time }) => time >= from && Date.parse(time) <= Date.parse(until));
}

function entryOf(
  delivery: string,
  state: Entry["state"],
  from: number,
  until: number,
  run?: number,
): Entry {
  const span = { from: claimed + from * 1000, until: claimed + until * 1000 };
  return {
    state,
    source: "event",
    delivery,
    from: "",
    first: span.from,
    last: span.from,
    attempts: 1,
    round: 0,
    claim: { by: delivery, from: span.from, until: span.until },
    ...(run === undefined ? { sent: span } : { run: { id: run, url: "" } }),
  };
}

function nameOf(settled: Settled): Case["settled"] {
  if (settled === "none") return "none";
  if (settled.kind === "dispatched") return settled.run?.id ?? "some run";
  if (settled.kind === "rejected") return settled.code === "result-unsure" ? "held" : -1;
  return settled.mayHaveRun ? "later" : -1;
}

test("an id of another source is another delivery", () => {
  expect(entryKey({ source: "http", id: "1" })).not.toBe(entryKey({ source: "event", id: "1" }));
});
