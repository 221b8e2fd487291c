import { relative, resolve } from "node:path";
import { printable } from "../terminal.ts";
import type { Finding, Untold } from "./finding.ts";
import { isShared, namesOf } from "./page.ts";
import type { Checked } from "./run.ts";

/**
 * What a check has found as annotations of a run of GitHub Actions:
 * docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message.
 *
 * @param workspace the folder that the runner has checked out.
 */
export function annotations(
  file: string,
  workspace: string,
  { findings, untold }: Checked,
): readonly string[] {
  const path = relative(workspace, resolve(file));
  return [
    ...findings.map((finding) => findingCommand(path, finding)),
    ...untold.map((each) => untoldCommand(path, each)),
  ];
}

function findingCommand(file: string, finding: Finding): string {
  const { level, code, line, column, message, found, allowed, mend, triggers } = finding;
  const text = [
    message,
    ...(found === undefined ? [] : [`found: ${found}`]),
    ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
    `mend: ${mend}`,
    ...(isShared(finding) ? [`triggers: ${namesOf(triggers)}`] : []),
  ]
    .map(printable)
    .join("\n");
  return command(level, { file, line: String(line), col: String(column), title: code }, text);
}

function untoldCommand(file: string, { about, reason, mend }: Untold): string {
  return command(
    "warning",
    { file, title: "couldn't tell" },
    `${printable(`${about}: ${reason}`)}\nmend: ${printable(mend)}`,
  );
}

function command(
  level: string,
  properties: Readonly<Record<string, string>>,
  text: string,
): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${level} ${pairs.join(",")}::${data(text)}`;
}

/** The runner's own escapes: github.com/actions/toolkit, packages/core/src/command.ts. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
