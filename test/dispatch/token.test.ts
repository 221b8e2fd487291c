import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { delivery, hello, startWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

describe("the token", () => {
  test("is read once in five minutes", async () => {
    const dispatch = world.create();
    await dispatch(hello());
    world.pass(5 * 60_000 - 1);
    await dispatch(hello());
    expect(world.reads).toEqual(["pat"]);
    world.pass(1);
    await dispatch(hello());
    expect(world.reads).toEqual(["pat", "pat"]);
  });

  test("is read once for deliveries that come together", async () => {
    const dispatch = world.create();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => dispatch(hello())));
    expect(outcomes.every(({ kind }) => kind === "dispatched")).toBe(true);
    expect(world.reads).toEqual(["pat"]);
  });

  test("may be rotated without a failed delivery", async () => {
    const dispatch = world.create();
    await dispatch(hello());
    world.github.setTokens(["second-token"]);
    world.secrets.pat = "second-token";
    expect(await dispatch(hello())).toMatchObject({ kind: "dispatched" });
    expect(world.reads).toEqual(["pat", "pat"]);
    expect(world.posts).toHaveLength(3);
    await dispatch(hello());
    expect(world.posts).toHaveLength(4);
  });

  test("that is refused and was not rotated is given up for a minute, and tried again then", async () => {
    world.github.setTokens(["another-token"]);
    const dispatch = world.create();
    expect(await dispatch(hello())).toMatchObject({ kind: "retry", code: "token-invalid" });
    expect(world.reads).toEqual(["pat", "pat"]);
    expect(world.posts).toHaveLength(1);
    world.github.setTokens(["first-token"]);
    expect(await dispatch(hello())).toMatchObject({ kind: "retry", code: "token-invalid" });
    expect(world.posts).toHaveLength(1);
    world.pass(60_000);
    expect(await dispatch(hello())).toMatchObject({ kind: "dispatched" });
    expect(world.reads).toEqual(["pat", "pat"]);
  });

  test("that was rotated to one that is refused, too, is read again the next time", async () => {
    const dispatch = world.create();
    await dispatch(hello());
    world.github.setTokens(["third-token"]);
    world.secrets.pat = "second-token";
    expect(await dispatch(hello())).toMatchObject({ kind: "retry", code: "token-invalid" });
    expect(world.posts).toHaveLength(3);
    world.secrets.pat = "third-token";
    world.pass(60_000);
    expect(await dispatch(hello())).toMatchObject({ kind: "dispatched" });
    expect(world.reads).toEqual(["pat", "pat", "pat"]);
    expect(world.posts).toHaveLength(4);
  });

  test("that can't be read is asked for again by the next delivery, a minute later", async () => {
    world.secrets.pat = undefined;
    const dispatch = world.create();
    const failure = { kind: "retry", code: "secret-unavailable", detail: "secret 'pat': NotFound" };
    expect(await dispatch(hello())).toMatchObject(failure);
    expect(world.posts).toEqual([]);
    world.secrets.pat = "first-token";
    world.pass(60_000);
    expect(await dispatch(hello())).toMatchObject({ kind: "dispatched" });
  });

  test.each([
    ["bare", "first-token"],
    ["with a line end", "first-token\n"],
    ["as JSON", '{"token":"first-token"}'],
    ["with a user name, for Basic", '{"username":"octo","token":"first-token"}'],
  ])("may be stored %s", async (_, secret) => {
    world.secrets.pat = secret;
    expect(await world.create()(hello())).toMatchObject({ kind: "dispatched" });
  });

  test.each([
    ["", ""],
    ["two words", "first token"],
    ["another JSON", '{"pat":"first-token"}'],
    ["broken JSON", '{"token":"first-token"'],
    ["JSON null in it", '{"token":null}'],
    ["a header injection", "first-token\r\nx-evil: 1"],
    ["a colon in the user name", '{"username":"a:b","token":"first-token"}'],
  ])("is not usable: %s", async (_, secret) => {
    world.secrets.pat = secret;
    const outcome = await world.create()(hello());
    expect(outcome).toMatchObject({ kind: "retry", code: "secret-malformed" });
    expect(JSON.stringify(outcome)).not.toContain("first");
    expect(world.posts).toEqual([]);
  });
});

describe("when the token expires", () => {
  test("is told once a day, whatever becomes of the dispatch", async () => {
    await world.close();
    world = await startWorld({ tokenExpiration: "2027-01-11 00:00:00 UTC" });
    const dispatch = world.create();
    expect(await dispatch(delivery("whole", { other: "x" }))).toMatchObject({ kind: "rejected" });
    await dispatch(hello());
    const expires = Date.parse("2027-01-11T00:00:00Z");
    expect(world.told).toEqual([{ credential: "default", expires, daysLeft: 10 }]);
    world.pass(24 * 60 * 60 * 1000);
    await dispatch(hello());
    await dispatch(hello());
    expect(world.told.map(({ daysLeft }) => daysLeft)).toEqual([10, 9]);
  });
});
