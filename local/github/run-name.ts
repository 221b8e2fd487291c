import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import type { ParsedWorkflow } from "../workflow/workflow-file.ts";
import type { Ref } from "./repositories.ts";

/** What a `run-name` may refer to. */
export interface RunNameSubject {
  readonly id: number;
  readonly run_number: number;
  readonly head_sha: string;
  readonly repository: { readonly full_name: string };
  readonly ref: Ref;
  readonly inputs: Readonly<Record<string, string>>;
  readonly actor: string;
}

/**
 * The title of a run by the workflow's `run-name`, which may use the contexts `github` and `inputs`
 * (docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#run-name).
 * @returns undefined without a `run-name`, when it is only white space, and when it cannot be
 * evaluated here (it uses `vars`); the title is then the workflow's name.
 */
export function evaluateRunName(
  { runName, inputs }: ParsedWorkflow,
  subject: RunNameSubject,
): string | undefined {
  if (runName === undefined) return undefined;
  if ("text" in runName) return runName.text.trim() || undefined;
  const booleans = new Set(inputs.filter(({ type }) => type === "boolean").map(({ name }) => name));
  const contexts = new data.Dictionary(
    { key: "github", value: githubContext(subject) },
    { key: "inputs", value: inputsContext(subject.inputs, booleans) },
  );
  try {
    const { tokens } = new Lexer(runName.expression).lex();
    const expression = new Parser(tokens, ["github", "inputs"], []).parse();
    const title = new Evaluator(expression, contexts).evaluate().coerceString();
    // The parser keeps the line ends of a folded text (`>-`) that YAML makes spaces of.
    return title.trim().replace(/\s*\n\s*/g, " ") || undefined;
  } catch {
    return undefined;
  }
}

/** A boolean is a boolean here, a number is text (github.com/actions/runner/issues/2848). */
function inputsContext(
  inputs: Readonly<Record<string, string>>,
  booleans: ReadonlySet<string>,
): data.Dictionary {
  const pairs = Object.entries(inputs).map(([key, value]) => ({
    key,
    value: booleans.has(key) ? new data.BooleanData(value === "true") : new data.StringData(value),
  }));
  return new data.Dictionary(...pairs);
}

function githubContext(subject: RunNameSubject): data.Dictionary {
  const { ref, repository, actor } = subject;
  const fullRef = `refs/${ref.kind === "tag" ? "tags" : "heads"}/${ref.name}`;
  const texts = {
    event_name: "workflow_dispatch",
    ref: fullRef,
    ref_name: ref.name,
    ref_type: ref.kind,
    repository: repository.full_name,
    repository_owner: repository.full_name.split("/")[0] ?? "",
    actor,
    triggering_actor: actor,
    sha: subject.head_sha,
    run_id: String(subject.id),
    run_number: String(subject.run_number),
    run_attempt: "1",
  };
  const event = new data.Dictionary(
    { key: "inputs", value: inputsContext(subject.inputs, new Set()) },
    { key: "ref", value: new data.StringData(fullRef) },
  );
  return new data.Dictionary(
    ...Object.entries(texts).map(([key, text]) => ({ key, value: new data.StringData(text) })),
    { key: "event", value: event },
  );
}
