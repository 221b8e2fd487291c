import type { Response } from "./message.ts";
import type { Run } from "./runs.ts";

/** The page behind a run's `html_url`. Everything a caller can set is escaped. */
export function runPage(run: Run): Response {
  const rows = [
    ["Workflow", `${run.name} (${run.path})`],
    ["Repository", run.repository.full_name],
    ["Ref", run.head_branch ?? ""],
    ["Run", `${run.id} (#${run.run_number})`],
    ["Event", run.event],
    ["Status", run.status ?? ""],
    ["Created", run.created_at],
  ];
  const inputs = Object.entries(run.inputs);
  const body = [
    `<h1>${escapeHtml(run.display_title)}</h1>`,
    "<p>This run exists in the local stand-in for GitHub only. Nothing executes it.</p>",
    table(rows),
    "<h2>Inputs</h2>",
    inputs.length === 0 ? "<p>none</p>" : table(inputs),
  ].join("\n");
  return htmlPage(200, run.display_title, body);
}

/** The page for a run that does not exist. */
export function missingRunPage(): Response {
  const body = "<h1>Not Found</h1>\n<p>The local stand-in for GitHub has no such run.</p>";
  return htmlPage(404, "Not Found", body);
}

function htmlPage(status: number, title: string, body: string): Response {
  const text = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>body { font-family: sans-serif; margin: 2rem } th { text-align: left; padding-right: 1rem }
td { white-space: pre-wrap }</style>
${body}
</html>
`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
  };
  return { status, headers, text };
}

function table(rows: readonly (readonly string[])[]): string {
  const lines = rows.map(
    ([name = "", value = ""]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table>\n${lines.join("\n")}\n</table>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
