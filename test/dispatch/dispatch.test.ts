import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { delivery, hello, startWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

test("one delivery is one POST and one run", async () => {
  const outcome = await world.create()(hello());
  const [run, ...others] = world.github.runs();
  expect(others).toEqual([]);
  expect(run).toMatchObject({ path: ".github/workflows/hello.yml", inputs: { source: "test" } });
  expect(outcome).toEqual({ kind: "dispatched", run: { id: run?.id, url: run?.html_url } });
  expect(world.posts).toEqual([
    `${world.github.url}/repos/acme/hello/actions/workflows/hello.yml/dispatches`,
  ]);
});

test.each(["nothing", "__proto__", "constructor", "toString", ""])(
  "a delivery for the unknown trigger '%s' is rejected before anything is asked",
  async (name) => {
    const outcome = await world.create()(delivery(name, {}));
    expect(outcome).toMatchObject({ kind: "rejected", code: "trigger-not-found" });
    expect([...world.reads, ...world.posts]).toEqual([]);
  },
);

describe("inputs", () => {
  test.each([
    ["an object passes through", { source: "x" }, "dispatched", { source: "x" }],
    ["values become strings", { source: { a: [1] } }, "dispatched", { source: '{"a":[1]}' }],
    ["a list is no object", ["x"], "inputs-invalid", undefined],
    ["a text is no object", "x", "inputs-invalid", undefined],
    ["a number is no object", 5, "inputs-invalid", undefined],
    ["nothing is no inputs", null, "dispatched", { source: "CLI" }],
    ["no text is no inputs", "", "dispatched", { source: "CLI" }],
    [
      "26 are too many",
      Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz"].map((n) => [n, ""])),
      "inputs-invalid",
      undefined,
    ],
    [
      "65,536 characters are too many",
      { source: "x".repeat(65_536 - '{"source":""}'.length) },
      "inputs-invalid",
      undefined,
    ],
    [
      "65,535 characters are not",
      { source: "x".repeat(65_535 - '{"source":""}'.length) },
      "dispatched",
      undefined,
    ],
    [
      "what the workflow doesn't declare is GitHub's to refuse",
      { other: "x" },
      "inputs-refused",
      undefined,
    ],
  ])("%s", async (_, body, result, inputs) => {
    const outcome = await world.create()(delivery("whole", body as Record<string, unknown>));
    expect("code" in outcome ? outcome.code : outcome.kind).toBe(result);
    expect(world.github.runs()).toHaveLength(result === "dispatched" ? 1 : 0);
    if (inputs !== undefined) expect(world.github.runs()[0]?.inputs).toEqual(inputs);
  });

  test("an expression that fails says so, and quotes nothing that was delivered", async () => {
    const outcome = await world.create()(delivery("failing", { json: "{private" }));
    expect(outcome).toMatchObject({ kind: "rejected", code: "expression-failed" });
    expect(JSON.stringify(outcome)).not.toContain("private");
    expect([...world.reads, ...world.posts]).toEqual([]);
  });

  test("a value nested too deep for JSON is refused, not a bug", async () => {
    const deep = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
    const outcome = await world.create()(delivery("hello", { source: deep }));
    expect(outcome).toMatchObject({ kind: "rejected", code: "expression-failed" });
  });
});

describe("a delivery that comes again", () => {
  test("is a duplicate of the first one, whatever it says by then", async () => {
    const dispatch = world.create();
    const first = hello();
    const outcome = await dispatch(first);
    const again = { ...delivery("hello", { source: "other" }), id: first.id };
    expect(await dispatch(again)).toEqual({ kind: "duplicate", first: outcome });
    expect(world.github.runs()).toHaveLength(1);
  });

  test("is refused when its fingerprint is another", async () => {
    const dispatch = world.create();
    const first = { ...hello(), fingerprint: "one" };
    await dispatch(first);
    const detail = "the id came before with another method, path, query or body";
    expect(await dispatch({ ...first, fingerprint: "two" })).toEqual({
      kind: "rejected",
      code: "idempotency-key-reused",
      detail,
    });
    expect(await dispatch(first)).toMatchObject({ kind: "duplicate" });
  });

  test("is another one for another trigger, and from another source", async () => {
    const dispatch = world.create();
    const first = hello();
    const { id, round } = first;
    await dispatch(first);
    await dispatch({ ...first, trigger: "fixed" });
    await dispatch({ trigger: "fixed", id, round, source: "event", event: { id } });
    expect(world.github.runs()).toHaveLength(3);
  });
});
