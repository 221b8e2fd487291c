import type { codes } from "../dispatch/outcome.ts";

const introduction = `# Codes

<!-- Generated from dispatch/outcome.ts by \`npm run schema\`; edit the table there instead. -->

What keeps a delivery from becoming a run has one of these codes, in HTTP answers
(\`application/problem+json\`), in the log and in dead letters alike. They don't change.

*Comes again* says whether the same delivery may succeed later. Then it waits in the queue, and an HTTP call
is answered 202; a route with \`queue: false\` answers with the status below and \`Retry-After\`. What does not
come again is answered at once, or goes to the dead letters at once. \`delivery-in-progress\` is answered 409 and
never queued: the call that is being dispatched has an answer of its own.
`;

const concerns = { caller: "the caller", operator: "the operator", github: "GitHub" } as const;

/** docs/errors.md: the table of codes. */
export function errorsPage(table: typeof codes): string {
  const rows = Object.entries(table).map(([code, entry]) => {
    const again = entry.retryable ? "yes" : "no";
    const cells = [`\`${code}\``, entry.status, concerns[entry.concerns], again, entry.title];
    return `| ${[...cells, entry.remedy].join(" | ")} |`;
  });
  const head =
    "| code | status | concerns | comes again | meaning | remedy |\n|---|---|---|---|---|---|";
  return `${introduction}\n${head}\n${rows.join("\n")}\n`;
}
