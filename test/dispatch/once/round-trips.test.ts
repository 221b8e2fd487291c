import { expect, test } from "vitest";
import { catalogOf } from "../../../dispatch/catalog.ts";
import { readConfig } from "../../../dispatch/config.ts";
import type { Delivery } from "../../../dispatch/delivery.ts";
import { createDispatch } from "../../../dispatch/dispatch.ts";
import type { Ledger } from "../../../dispatch/ledger.ts";
import { createServices } from "../services.ts";

const run = { id: 7, url: "https://test/a/b/actions/runs/7" };
const isNew: Delivery = {
  ...{ trigger: "deploy", id: "event-1", round: 0, isNew: true },
  ...{ source: "event", event: {} },
};

test("a new delivery asks for its claim and its gate at once", async () => {
  const claimed = ["credential default", "deploy"];
  expect(await roundsOf(isNew)).toEqual([claimed, ["POST"], ["deploy"]]);
});

test("what comes again asks for its claim first: most likely it has been done", async () => {
  const rounds = [["deploy"], ["credential default"], ["POST"], ["deploy"]];
  expect(await roundsOf({ ...isNew, isNew: false })).toEqual(rounds);
});

/**
 * The partitions of the records that are written at the same time, time after time, and the request to
 * GitHub between.
 */
async function roundsOf(delivery: Delivery): Promise<readonly (readonly string[])[]> {
  const rounds: (readonly string[])[] = [];
  const services = createServices(() => Date.parse("2027-01-01T00:00:00Z"));
  const { slow, answer } = slowed(services.ledger);
  const dispatch = createDispatch(catalogOf(config()), {
    ...services,
    ledger: slow,
    readSecret: async () => "stand-in-token",
    fetch: async () => {
      rounds.push(["POST"]);
      return Response.json({ workflow_run_id: run.id, html_url: run.url });
    },
  });
  let isDone = false;
  const dispatching = dispatch(delivery).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const asked = await answer();
    if (asked.length > 0) rounds.push(asked);
  }
  expect(await dispatching).toEqual({ kind: "dispatched", run });
  return rounds;
}

/** A ledger whose writes wait until they are answered together. */
function slowed(ledger: Ledger) {
  const waiting: { readonly partition: string; readonly go: () => void }[] = [];
  const slow: Ledger = {
    ...ledger,
    put: async (record) => {
      await new Promise<void>((go) => waiting.push({ partition: record.partition, go }));
      return ledger.put(record);
    },
  };
  async function answer(): Promise<readonly string[]> {
    await new Promise(setImmediate);
    const asked = waiting.splice(0);
    for (const { go } of asked) go();
    return asked.map(({ partition }) => partition).sort();
  }
  return { slow, answer };
}

function config() {
  const { config: found, problems } = readConfig(`
credentials: { default: { pat: pat } }
triggers:
  deploy:
    on: { event: { source: [acme] } }
    repository: acme/hello
    ref: main
    workflow: hello.yml
`);
  if (found === undefined) throw new Error(JSON.stringify(problems));
  return found;
}
