import { formatProblem } from "../../dispatch/problem.ts";
import { printable, wrap } from "../terminal.ts";
import type { Finding, Untold } from "./finding.ts";
import type { Checked } from "./run.ts";

/** Names of triggers that are listed where many have a finding in common. */
const listed = 5;

/** What a check has found, for a terminal. */
export function checkPage(file: string, checked: Checked): string {
  const { findings, untold, against } = checked;
  const parts = [
    against === undefined ? file : `${file} against ${against}`,
    ...findings.map((finding) => findingText(file, finding)),
    ...untold.map(untoldText),
    summary(checked),
  ];
  return parts.join("\n\n");
}

function findingText(file: string, finding: Finding): string {
  const { level, code, triggers } = finding;
  const about = isShared(finding) ? `\n  triggers: ${namesOf(triggers)}` : "";
  return `${level}: ${code}\n${formatProblem(file, printableFinding(finding))}${about}`;
}

function untoldText({ about, reason, mend, triggers }: Untold): string {
  return [
    `couldn't tell: ${printable(about)}`,
    ...labelled("why", printable(reason)),
    ...labelled("mend", printable(mend)),
    ...labelled("triggers", namesOf(triggers)),
  ].join("\n");
}

/** Lines behind a label that stands in the first of them. */
function labelled(label: string, text: string): readonly string[] {
  const indent = " ".repeat(12);
  const [first = "", ...rest] = wrap(text, indent);
  return [`  ${label}:`.padEnd(indent.length) + first.trimStart(), ...rest];
}

/** What GitHub or a workflow file says may hold what a terminal would obey, and lines of its own. */
function printableFinding({ found, allowed, ...finding }: Finding): Finding {
  return {
    ...finding,
    path: finding.path.map((step) => (typeof step === "string" ? printable(step) : step)),
    message: printable(finding.message),
    ...(found === undefined ? {} : { found: printable(found) }),
    ...(allowed === undefined ? {} : { allowed: printable(allowed) }),
    mend: printable(finding.mend),
  };
}

/** Whether the place of a finding does not tell which triggers meet it. */
export function isShared({ path: [section], triggers }: Finding): boolean {
  return triggers.length > 1 || (section !== "triggers" && triggers.length > 0);
}

/** The first names of many triggers. */
export function namesOf(triggers: readonly string[]): string {
  const more = triggers.length - listed;
  const names = triggers.slice(0, listed).join(", ");
  return more > 0 ? `${names} and ${more} more` : names;
}

function summary({ against, findings, untold, triggers, openInputs }: Checked): string {
  const errors = findings.filter(({ level }) => level === "error").length;
  const parts = [
    ...(against === undefined ? [] : [count(triggers, "trigger")]),
    count(errors, "error"),
    count(findings.length - errors, "warning"),
    ...(untold.length === 0 ? [] : [`${untold.length} couldn't be told`]),
  ];
  const open =
    openInputs === 0
      ? ""
      : `\nNot checked: the values of ${count(openInputs, "input")} that only a delivery tells.`;
  return `${parts.join(", ")}${open}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
