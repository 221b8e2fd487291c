import { expect, test } from "vitest";
import { createHttpHandler } from "../../functions/http.ts";
import { recordedCalls } from "./contract/recorded.ts";
import { startWorld } from "./contract/world.ts";

test.each(recordedCalls)("$name → $status", async ({ event, status, inputs = {} }) => {
  const world = await startWorld({});
  try {
    expect(await createHttpHandler(world.app)(event)).toMatchObject({ statusCode: status });
    const runs = world.github.runs().map((run) => Object.entries(run.inputs));
    const given = runs.map((entries) => Object.fromEntries(entries.filter(([, text]) => text)));
    expect(given).toEqual(status === 201 ? [inputs] : []);
  } finally {
    await world.close();
  }
});
