import { parse } from "node:path";

/** Characters of a trigger's name: dispatch/trigger.ts. */
const maxLength = 64;

/** A name for the trigger of a workflow file, which no other trigger has. */
export function triggerNameFor(file: string, taken: readonly string[]): string {
  const base = parse(file)
    .name.normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const name = /^[A-Za-z_]/.test(base) ? base : `workflow-${base}`.replace(/-$/, "");
  // __proto__ is no key of triggers.yaml.
  const used = new Set([...taken, "__proto__"]);
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? "" : `-${count}`;
    const candidate = name.slice(0, maxLength - suffix.length) + suffix;
    if (!used.has(candidate)) return candidate;
  }
}
