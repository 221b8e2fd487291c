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
  const content = { file, against, triggers, openInputs, findings: placed, untold };
  // A runner of GitHub Actions takes ##[…] for a command wherever it stands.
  return JSON.stringify(content, null, 2).replaceAll("##[", "\\u0023#[");
}
