import { expect, test } from "vitest";
import { putEvent } from "./events.ts";
import { timed } from "./progress.ts";
import { dispatchTimes } from "./stand-ins.ts";
import { entryOf, notesOf, type World } from "./world.ts";

/** Milliseconds within which GitHub's faults must be overcome; the longest wait is a minute. */
const timeout = 150_000;

/** The ids of events whose dispatch GitHub did not answer: a minute passes before that is settled. */
export interface UnsettledEvents {
  readonly failing: string;
  readonly unanswered: string;
}

/** Puts them on the bus, so that their minute passes while other tests run. */
export async function putUnsettledEvents(world: World): Promise<UnsettledEvents> {
  const failing = await putEvent(world, "faults", "Failing");
  const unanswered = await putEvent(world, "faults", "Unanswered");
  return { failing, unanswered };
}

/** The tests of what comes again as soon as GitHub says or is back. */
export function testOutages(openWorld: () => Promise<World>): void {
  test("what GitHub limits comes again after the time that GitHub says", async () => {
    const world = await openWorld();
    const id = await putEvent(world, "faults", "Limited");
    await expectNote(world, "limited", id);
    const { github } = world.standIns;
    const [first = 0, second = 0, ...others] = dispatchTimes(github, "acme/limited");
    expect(others).toEqual([]);
    expect(second - first).toBeGreaterThanOrEqual(2000);
    // The queue's own time-out is six minutes.
    expect(second - first).toBeLessThan(30_000);
    await expectRecorded(world, "limited", id);
  });

  test("what comes while GitHub is down waits, and starts one run each when it is back", async () => {
    const world = await openWorld();
    const { remote } = world.standIns;
    await remote.stop();
    const answer = await callRemote(world);
    expect(answer).toMatchObject({ status: 202 });
    const about = { trigger: "remote-call", delivery: "remote-1" };
    expect(JSON.parse(answer.body)).toMatchObject({
      ...about,
      ...{ queued: true, code: "github-unavailable" },
    });
    const id = await putEvent(world, "faults", "Remote");
    const event = () => entryOf(world, "remote-event", { source: "event", id });
    const failure = { code: "github-unavailable" };
    await expect.poll(event, { timeout }).toMatchObject({ state: "waiting", failure });
    expect(remote.runs()).toEqual([]);
    await remote.restart();
    await timed("GitHub was down, and is back", async () => {
      await expectNote(world, "remote-event", id);
      await expectNote(world, "remote-call", "remote-1");
    });
    expect(dispatchTimes(remote, "acme/remote")).toHaveLength(2);
    const [run] = remote.runs().filter(({ inputs }) => inputs.from === "remote-call");
    const again = await callRemote(world);
    expect(again).toMatchObject({ status: 201, headers: { "idempotency-replayed": "true" } });
    expect(JSON.parse(again.body)).toEqual({ ...about, run: { id: run?.id, url: run?.html_url } });
    expect(remote.runs()).toHaveLength(2);
  });
}

/** The tests of what GitHub did not answer. */
export function testUnsettled(
  openWorld: () => Promise<World>,
  putEvents: () => Promise<UnsettledEvents>,
): void {
  test("a server error is settled: there is no run, so it is sent again", async () => {
    const world = await openWorld();
    const { failing: id } = await putEvents();
    await timed("The server error is settled", () => expectNote(world, "failing", id));
    const { github } = world.standIns;
    const [first = 0, second = 0, ...others] = dispatchTimes(github, "acme/failing");
    expect(others).toEqual([]);
    expect(second - first).toBeGreaterThan(59_000);
    await expectRecorded(world, "failing", id);
  });

  test("a dispatch without an answer is settled: its run is found, and no other started", async () => {
    const world = await openWorld();
    const { unanswered: id } = await putEvents();
    await timed("The dispatch without an answer is settled", () =>
      expectRecorded(world, "unanswered", id),
    );
    expect(dispatchTimes(world.standIns.github, "acme/unanswered")).toHaveLength(1);
    await expectNote(world, "unanswered", id);
  });
}

function callRemote({ call }: World) {
  return call("/remote", '{"what": "x"}', { "idempotency-key": "remote-1" });
}

async function expectNote(world: World, trigger: string, delivery: string): Promise<void> {
  const deliveries = () => notesOf(world, trigger).map((note) => note.delivery);
  await expect.poll(deliveries, { timeout, interval: 200 }).toEqual([delivery]);
}

/** That the second try has the one run of a trigger, and the ledger knows it. */
async function expectRecorded(world: World, trigger: string, id: string): Promise<void> {
  const entry = () => entryOf(world, trigger, { source: "event", id });
  await expect.poll(entry, { timeout }).toMatchObject({ state: "dispatched", attempts: 2 });
  const runs = world.runsOf("note.yml").filter(({ inputs }) => inputs.from === trigger);
  expect([(await entry())?.run]).toEqual(runs.map((run) => ({ id: run.id, url: run.html_url })));
}
