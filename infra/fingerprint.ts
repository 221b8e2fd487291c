import { createHash } from "node:crypto";

/** Eight characters that stand for a text in the id of a construct: the same text, the same id. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
