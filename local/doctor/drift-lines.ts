import type { Drift } from "./drift.ts";
import { green, type Line, yellow } from "./line.ts";

/** What npm run deploy would change. */
export function driftLines({ missing, surplus, changed }: Drift): readonly Line[] {
  const lines = [
    driftLine("in the file, and not deployed", missing),
    driftLine("deployed, and not in the file any more", surplus),
    driftLine("deployed otherwise than the file and this code say", changed),
  ].flat();
  if (lines.length > 0) return lines;
  return [green("drift", "none: what is deployed is what the file and this code say")];
}

function driftLine(what: string, names: readonly string[]): readonly Line[] {
  if (names.length === 0) return [];
  const mend = "npm run deploy. If another machine deploys: take its file and code first.";
  return [yellow("drift", `${what}: ${names.join("; ")}`, mend)];
}
