import { formatPath } from "../../dispatch/problem.ts";
import type { Checked } from "./run.ts";

/** What a check has found, for programs. */
export function checkJson(file: string, checked: Checked): string {
  const { against, triggers, openInputs, findings, untold } = checked;
  const placed = findings.map(({ path, ...finding }) => ({
    ...finding,
    file,
    path: formatPath(path),
  }));
  return JSON.stringify({ file, against, triggers, openInputs, findings: placed, untold }, null, 2);
}
