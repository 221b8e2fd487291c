import type { checkCodes } from "../local/check/codes.ts";

const introduction = `# What a check finds

<!-- Generated from local/check/codes.ts by \`npm run schema\`; edit the table there instead. -->

\`npm run check\` finds these before the first dispatch fails. *Would end with* is the [code](errors.md) of a
dispatch that meets it. Errors and warnings make the exit code 1; a deploy is ended by errors alone, and not by those
of a token that is not the credential's own.

Values that expressions make of what is delivered are not checked, and neither is whether an input of type
\`environment\` names one. Without GitHub (\`--workflows\`), nothing is known about tokens, disabled workflows,
workflow ids, and the version of an Enterprise Server.
`;

/** docs/checks.md: the table of what a check can find. */
export function checksPage(table: typeof checkCodes): string {
  const rows = Object.entries(table).map(([code, entry]) => {
    const outcome = "outcome" in entry ? `\`${entry.outcome}\`` : "";
    return `| ${[`\`${code}\``, entry.level, entry.message, entry.mend, outcome].join(" | ")} |`;
  });
  const head = "| code | level | meaning | mend | would end with |\n|---|---|---|---|---|";
  return `${introduction}\n${head}\n${rows.join("\n")}\n`;
}
