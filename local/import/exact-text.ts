import { readFileSync } from "node:fs";

/**
 * The text of a file, which gives the same bytes when it is written.
 *
 * @throws where it can't be read, or is no UTF-8.
 */
export function readExactly(path: string): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
}

/** What an error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
