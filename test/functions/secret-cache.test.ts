import { expect, test } from "vitest";
import { createSecretCache } from "../../functions/secret-cache.ts";

const minute = 60_000;

/** A store of secrets whose reads end when the test says so. */
function createStore() {
  const reads: PromiseWithResolvers<string>[] = [];
  let time = 0;
  const readSecret = () => {
    const read = Promise.withResolvers<string>();
    reads.push(read);
    return read.promise;
  };
  return {
    reads,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    cached: createSecretCache(readSecret, () => time),
  };
}

test("a secret is kept for a minute", async () => {
  const { reads, pass, cached } = createStore();
  const first = cached("name");
  reads[0]?.resolve("first");
  expect(await first).toBe("first");
  pass(minute - 1);
  expect(await cached("name")).toBe("first");
  expect(reads).toHaveLength(1);
  pass(1);
  const second = cached("name");
  reads[1]?.resolve("second");
  expect(await second).toBe("second");
});

test("a read under way is shared", async () => {
  const { reads, cached } = createStore();
  const all = Promise.all(Array.from({ length: 100 }, () => cached("name")));
  reads[0]?.resolve("shared");
  expect(new Set(await all)).toEqual(new Set(["shared"]));
  expect(reads).toHaveLength(1);
});

test("names are kept apart", async () => {
  const { reads, cached } = createStore();
  const both = Promise.all([cached("one"), cached("__proto__")]);
  reads[0]?.resolve("first");
  reads[1]?.resolve("second");
  expect(await both).toEqual(["first", "second"]);
});

test("a failure is forgotten", async () => {
  const { reads, cached } = createStore();
  const failing = cached("name");
  reads[0]?.reject(new Error("denied"));
  await expect(failing).rejects.toThrow("denied");
  const next = cached("name");
  reads[1]?.resolve("second");
  expect(await next).toBe("second");
});

test("a late failure doesn't take away what was read since", async () => {
  const { reads, pass, cached } = createStore();
  const slow = cached("name");
  pass(minute);
  const next = cached("name");
  reads[1]?.resolve("second");
  await next;
  reads[0]?.reject(new Error("too slow"));
  await expect(slow).rejects.toThrow("too slow");
  expect(await cached("name")).toBe("second");
  expect(reads).toHaveLength(2);
});
