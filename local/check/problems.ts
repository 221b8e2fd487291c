import type { Problem } from "../../dispatch/problem.ts";
import { checkCodes } from "./codes.ts";
import type { CheckReport, Finding } from "./finding.ts";

/** The report about a file that can't be read as a config, so that nothing else of it is checked. */
export function problemsReport(problems: readonly Problem[]): CheckReport {
  const findings = problems.map(
    (problem): Finding => ({
      ...problem,
      code: "config-invalid",
      level: checkCodes["config-invalid"].level,
      triggers: triggerIn(problem),
    }),
  );
  return { findings, untold: [], triggers: 0, openInputs: 0 };
}

function triggerIn({ path: [section, name] }: Problem): readonly string[] {
  return section === "triggers" && typeof name === "string" ? [name] : [];
}
