import { afterEach, expect, test } from "vitest";
import type { Config } from "../../dispatch/config.ts";
import type { Fault, FaultPlan } from "../../local/github/faults.ts";
import { withApiUrl } from "../../local/github-for.ts";
import { type Cloud, runIds, startCloud, withPace } from "./cloud.ts";
import { createAgenda, type Happening, runUntilEmpty } from "./consume.ts";
import { eventMessage } from "./deliveries.ts";

// What a careful reader has asked about, and what was mended for it.

let cloud: Cloud;
afterEach(() => cloud.close());

const second = 1000;
const hour = 3600 * second;

/** Faults for the dispatches in their order; none after them. */
function inOrder(...faults: readonly (Fault | undefined)[]): FaultPlan {
  const left = [...faults];
  return ({ isDispatch }) => (isDispatch ? left.shift() : undefined);
}

const lost = (created: boolean): Fault => ({ kind: "status", status: 502, created });

const send = (time: number, trigger: string, id: string): Happening => ({
  time: cloud.clock.now() + time,
  happen: () => cloud.messages.send(eventMessage({ trigger, id })),
});

const letters = () => cloud.deadLetters.list().map(({ attributes }) => attributes);

/** The config with a trigger beside plain that differs from it in something. */
function withTwin(changes: Partial<Config["triggers"][string]>): (config: Config) => Config {
  return (config) => {
    const { plain } = config.triggers;
    if (plain === undefined) throw new Error("there is no trigger plain");
    return { ...config, triggers: { ...config.triggers, twin: { ...plain, ...changes } } };
  };
}

test.each([
  ["the ref", { ref: "refs/heads/main" }],
  ["the repository", { repository: "ACME/Faults" }],
  ["nothing", {}],
])(
  "the run of a trigger that writes %s in another way is not taken for one's own",
  async (_name, changes) => {
    cloud = await startCloud(1, { faults: inOrder(undefined, lost(false)) }, withTwin(changes));
    const agenda = createAgenda([send(0, "plain", "first"), send(second, "twin", "second")]);
    await runUntilEmpty(cloud, agenda);
    expect(runIds(cloud).toSorted()).toEqual(["first", "second"]);
  },
);

test("a delivery that was sent before its trigger got another target is looked for where it was sent", async () => {
  cloud = await startCloud(1, { faults: inOrder(lost(true)) });
  cloud.messages.send(eventMessage({ trigger: "plain", id: "one" }));
  const before = { ...cloud };
  const moved = withTwin({})(cloud.config);
  const { plain } = moved.triggers;
  if (plain === undefined) throw new Error("there is no trigger plain");
  const config = {
    ...moved,
    triggers: { ...moved.triggers, plain: { ...plain, repository: "acme/second" } },
  };
  let isDeployed = false;
  await runUntilEmpty(
    // Each instance that is started after the first has the new config.
    {
      ...before,
      get config() {
        return isDeployed ? config : before.config;
      },
    },
    createAgenda([]),
    (point) => {
      const isRecorded = point.startsWith("after put event") && cloud.github.runs().length === 1;
      if (!isRecorded || isDeployed) return false;
      isDeployed = true;
      return true;
    },
  );
  expect(cloud.github.runs().map(({ repository }) => repository.full_name)).toEqual([
    "acme/faults",
  ]);
  expect(letters()).toEqual([]);
});

test("what is to be sent though it is unsure is sent once", async () => {
  // Two dispatches get lost, and one run is there: both are held. One is sent again, and gets lost again.
  const both = inOrder(lost(true), lost(false), lost(true));
  cloud = await startCloud(1, { faults: both });
  await runUntilEmpty(cloud, createAgenda([send(0, "plain", "a"), send(second, "plain", "b")]));
  expect(letters().map(({ code }) => code)).toEqual(["result-unsure", "result-unsure"]);
  const held = cloud.deadLetters.list().find(({ attributes }) => attributes.delivery === "b");
  if (held === undefined) throw new Error("b is not held");
  cloud.deadLetters.remove(held.id);
  const attributes = { round: String(held.sent), resend: "true" };
  cloud.messages.send({ body: held.body, attributes });
  await runUntilEmpty(cloud, createAgenda([]));
  expect(runIds(cloud).filter((id) => id === "b")).toHaveLength(1);
});

test("a day of trouble ends with its reason, and not with SQS's patience", async () => {
  cloud = await startCloud(1, { tokens: ["another"] }, (config) => withMaxAge(config, 24 * 3600));
  await runUntilEmpty(cloud, createAgenda([send(0, "plain", "one")]));
  expect(letters()).toMatchObject([{ code: "token-invalid", delivery: "one" }]);
  expect(Number(letters()[0]?.attempts)).toBeLessThan(1000);
});

test("an hour of failures that start nothing ends with their reason, and with nothing unsure", async () => {
  const plan: FaultPlan = ({ isDispatch }) => (isDispatch ? lost(false) : undefined);
  cloud = await startCloud(1, { faults: plan }, (config) => withMaxAge(config, 3600));
  const agenda = createAgenda(
    Array.from({ length: 20 }, (_, index) => send(index * second, "plain", `d-${index}`)),
  );
  await runUntilEmpty(cloud, agenda);
  expect(letters()).toHaveLength(20);
  expect(new Set(letters().map(({ code }) => code))).toEqual(new Set(["github-unavailable"]));
  expect(runIds(cloud)).toEqual([]);
});

test("a run that was started in the last seconds of a delivery's age is found", async () => {
  cloud = await startCloud(1, { faults: inOrder(lost(true)) }, (config) => withMaxAge(config, 60));
  await runUntilEmpty(cloud, createAgenda([send(0, "plain", "one")]));
  expect(runIds(cloud)).toEqual(["one"]);
  expect(letters()).toEqual([]);
});

test("a delivery that can't be evaluated is among the dead letters once, however often it comes", async () => {
  cloud = await startCloud(1);
  await runUntilEmpty(
    cloud,
    createAgenda([0, 1, 2].map((time) => send(time * hour, "nothing", "one"))),
  );
  expect(letters()).toMatchObject([{ code: "trigger-not-found", delivery: "one" }]);
  const entry = await cloud.world.ledger.get("nothing", "event one");
  expect(entry?.value).toMatchObject({ state: "rejected", failure: { code: "trigger-not-found" } });
});

test("the ledger has the reason that the dead letter has", async () => {
  const plan: FaultPlan = ({ isDispatch }) =>
    isDispatch ? lost(true) : { kind: "status", status: 500, created: false };
  cloud = await startCloud(1, { faults: plan }, (config) => withMaxAge(config, 600));
  await runUntilEmpty(cloud, createAgenda([send(0, "plain", "one")]));
  const [letter] = letters();
  expect(letter).toMatchObject({ code: "result-unsure" });
  const entry = await cloud.world.ledger.get("plain", "event one");
  expect(entry?.value).toMatchObject({ failure: { code: letter?.code, detail: letter?.detail } });
});

test("a thousand that wait hide no run from one whose result got lost", async () => {
  const pace = { "per-minute": 5, "per-hour": 5000 };
  cloud = await startCloud(1, { faults: inOrder(lost(false)) }, (config) => withPace(config, pace));
  const ids = Array.from({ length: 300 }, (_, index) => `d-${index}`);
  await runUntilEmpty(cloud, createAgenda(ids.map((id) => send(0, "plain", id))));
  expect(runIds(cloud).toSorted()).toEqual(ids.toSorted());
  expect(letters()).toEqual([]);
});

test("another call with the same key takes nothing from the first, which waits", async () => {
  cloud = await startCloud(1, {
    faults: inOrder({ kind: "rate-limited", status: 429, retryAfter: 60 }),
  });
  const waiting = (fingerprint: string) => ({
    time: cloud.clock.now(),
    happen: () => cloud.messages.send({ body: JSON.stringify(callOf(fingerprint)) }),
  });
  await runUntilEmpty(
    cloud,
    createAgenda([waiting("first"), { ...waiting("second"), time: cloud.clock.now() + second }]),
  );
  expect(runIds(cloud)).toEqual(["one"]);
  expect(letters()).toMatchObject([{ code: "idempotency-key-reused" }]);
});

/** An HTTP call as it waits in the queue. */
function callOf(fingerprint: string) {
  const accepted = new Date(cloud.clock.now()).toISOString();
  const call = { id: "key", fingerprint, caller: "", accepted, inputs: { id: "one" } };
  return { trigger: "plain", call };
}

test("a token goes to no host but its own, though a delivery was sent to another before", async () => {
  const asked: string[] = [];
  cloud = await startCloud(1, { faults: inOrder(lost(true)) });
  const { world } = cloud;
  const elsewhere = withApiUrl(cloud.config, "https://github.acme.example/api/v3");
  let isDeployed = false;
  const watched: typeof world = {
    ...world,
    fetch: (url, init) => {
      if (isDeployed) asked.push(String(url));
      return world.fetch(url, init);
    },
  };
  cloud.messages.send(eventMessage({ trigger: "plain", id: "one" }));
  const current = { ...cloud, world: watched };
  await runUntilEmpty(
    {
      ...current,
      get config() {
        return isDeployed ? elsewhere : cloud.config;
      },
    },
    createAgenda([]),
    (point) => {
      if (isDeployed || !point.startsWith("after put event") || cloud.github.runs().length === 0)
        return false;
      isDeployed = true;
      return true;
    },
  );
  expect(asked).toEqual([]);
  expect(letters()).toMatchObject([{ code: "result-unsure" }]);
});

test("a delivery that can't be evaluated is no result that is unsure, when its handler is ended", async () => {
  cloud = await startCloud(1);
  cloud.messages.send(eventMessage({ trigger: "nothing", id: "one" }));
  let count = 0;
  await runUntilEmpty(cloud, createAgenda([]), () => count++ === 1);
  expect(letters()).toMatchObject([{ code: "trigger-not-found" }]);
});

test("what one repository keeps waiting takes nothing from another", async () => {
  const pace = { "per-minute": 20, "per-hour": 100 };
  const plan: FaultPlan = ({ path }) =>
    path.includes("/second/") ? { kind: "status", status: 503, created: false } : undefined;
  cloud = await startCloud(1, { faults: plan }, (config) =>
    withMaxAge(withPace(config, pace), 1800),
  );
  const sick = Array.from({ length: 50 }, (_, index) =>
    send(index * second, "second", `s-${index}`),
  );
  const well = Array.from({ length: 20 }, (_, index) =>
    send(60 * second + index * 10 * second, "named", `n-${index}`),
  );
  await runUntilEmpty(cloud, createAgenda([...sick, ...well]));
  expect(runIds(cloud).filter((id) => id?.startsWith("n-"))).toHaveLength(20);
  expect(new Set(letters().map(({ trigger }) => trigger))).toEqual(new Set(["second"]));
});

function withMaxAge(config: Config, seconds: number): Config {
  const triggers = Object.entries(config.triggers).map(
    ([name, trigger]) => [name, { ...trigger, "max-age": seconds }] as const,
  );
  return { ...config, triggers: Object.fromEntries(triggers) };
}
