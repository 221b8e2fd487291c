import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../../local/state/database.ts";
import { transaction } from "../../../local/state/transaction.ts";

/** A table of one number in a file, and a second connection that waits for nobody. */
function open() {
  const folder = mkdtempSync(join(tmpdir(), "transaction-"));
  const file = join(folder, "state.db");
  const database = openDatabase(file);
  const other = new DatabaseSync(file, { timeout: 0 });
  onTestFinished(() => {
    database.close();
    other.close();
    rmSync(folder, { recursive: true });
  });
  database.exec("CREATE TABLE numbers (number INTEGER); INSERT INTO numbers VALUES (1)");
  const select = database.prepare("SELECT number FROM numbers");
  return { database, other, number: () => select.get()?.number };
}

const add = "UPDATE numbers SET number = number + 1";

test("what the work reads is still so when it writes", () => {
  const { database, other, number } = open();
  const read = transaction(database, () => {
    const before = number();
    expect(() => other.exec(add)).toThrow("database is locked");
    database.exec(add);
    return before;
  });
  expect(read).toBe(1);
  other.exec(add);
  expect(number()).toBe(3);
});

test("nothing is done when the work throws, and the next one works", () => {
  const { database, number } = open();
  const work = () => {
    database.exec(add);
    throw new Error("a bug");
  };
  expect(() => transaction(database, work)).toThrow("a bug");
  expect(number()).toBe(1);
  transaction(database, () => database.exec(add));
  expect(number()).toBe(2);
});
