import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createDeadLetters } from "../../../local/state/dead-letters.ts";

test("dead letters are listed oldest first, as they were added, until they are removed", () => {
  let time = 1_795_521_600_000;
  const database = new DatabaseSync(":memory:");
  const letters = createDeadLetters(database, () => time);
  expect(letters.list()).toEqual([]);
  const attributes = { trigger: "nightly", detail: "it's “gone” 🚀", attempts: "3" };
  letters.add({ body: "first", attributes });
  time += 5;
  letters.add({ body: "second" });
  // Those of the same millisecond keep their order, and a clock that is set back changes none.
  letters.add({ body: "third" });
  time -= 10;
  letters.add({ body: "fourth" });
  expect(letters.list().map(({ id: _, ...letter }) => letter)).toEqual([
    { body: "first", attributes, sent: 1_795_521_600_000 },
    { body: "second", attributes: {}, sent: 1_795_521_600_005 },
    { body: "third", attributes: {}, sent: 1_795_521_600_005 },
    { body: "fourth", attributes: {}, sent: 1_795_521_599_995 },
  ]);
  const second = letters.list()[1]?.id ?? "";
  letters.remove(second);
  letters.remove(second);
  letters.remove("unknown");
  const bodies = createDeadLetters(database, () => time).list();
  expect(bodies.map(({ body }) => body)).toEqual(["first", "third", "fourth"]);
});
