import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/index";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "./parser.ts";
import { atStart, nestedTooDeeply, readYaml } from "./yaml-source.ts";

/** A workflow file as GitHub's parser sees it, with all that it complains about. */
export interface Tokens {
  readonly root: TemplateToken | undefined;
  readonly problems: readonly string[];
}

/** Reads a workflow file with GitHub's parser, and mends what that reads otherwise than GitHub. */
export async function readTokens(content: string): Promise<Tokens> {
  if (isPlain(content)) {
    const tokens = await tryParse(content);
    if (tokens.problems.length === 0) return tokens;
  }
  try {
    const source = readYaml(content);
    if (source.problem !== undefined) return { root: undefined, problems: [source.problem] };
    const { root, problems } = await tryParse(source.text);
    return { root, problems: problems.map((problem) => withPlace(problem, source.misread)) };
  } catch (error) {
    return { root: undefined, problems: [atStart(describeBreakdown(error))] };
  }
}

/** Larger files are counted, node by node. */
const plainLength = 100_000;

/** What the parser may take for something else without a word, or take for ever. */
const pitfalls = [
  // Anchors, aliases, tags.
  /(?:^|[\s,[:-])(?:[&*][^\s&*]|!)/m,
  // Mappings in braces; those of shell variables are none.
  /(?<!\$)\{/,
  // A run-name that may go over several lines, or has a key that is written otherwise than run-name.
  /run-name(?<!^run-name)|run-name(?!: \S)|^run-name: [^\n]*\n(?:\s|$)|^run-name: ["'|>]/m,
  // More than one document.
  /\n(?:---|\.\.\.)/,
];

/** Whether a file holds nothing for which the parser's word can't be taken. It saves reading most files twice. */
function isPlain(content: string): boolean {
  if (content.length > plainLength) return false;
  const withoutExpressions = content.replaceAll(/\$\{\{.*?\}\}/g, "$");
  return !pitfalls.some((pitfall) => pitfall.test(withoutExpressions));
}

async function tryParse(content: string): Promise<Tokens> {
  try {
    const file = { name: fileName, content };
    const { context, value: root } = parseWorkflow(file, new NoOperationTraceWriter());
    if (root !== undefined) await convertWorkflowTemplate(context, root);
    const problems = context.errors
      .getErrors()
      .map(({ message }) => withoutFileName(message))
      .filter((problem) => !problem.endsWith(deprecationMessage));
    return { root, problems };
  } catch (error) {
    return { root: undefined, problems: [describeBreakdown(error)] };
  }
}

/** The parser does not know a key of inputs that GitHub takes: json.schemastore.org/github-workflow.json. */
const deprecationMessage = "Unexpected value 'deprecationMessage'";

/** The parser breaks down at some files, without a place. */
function withPlace(problem: string, [misread]: readonly string[]): string {
  return problem.startsWith("Cannot read properties of") && misread !== undefined
    ? misread
    : atStart(problem);
}

function describeBreakdown(error: unknown): string {
  if (error instanceof RangeError) return nestedTooDeeply;
  return error instanceof Error ? error.message : String(error);
}

const fileName = "workflow";

/** The parser starts a message with the file's name and its place; GitHub gives the place alone. */
function withoutFileName(message: string): string {
  return message.trim().replace(/^workflow(?::\s*|\s+)/, "");
}
