import { triggerName } from "../trigger.ts";
import { inputNamePattern } from "./rules.ts";

/**
 * What an editor can know of a text: a pattern, and what VS Code says when a text doesn't match
 * (`patternErrorMessage`: github.com/redhat-developer/yaml-language-server, baseValidator). The checks of
 * the file itself know more and have the last word: a pattern never refuses what they take.
 */
export interface EditorPattern {
  readonly pattern: string;
  readonly patternErrorMessage: string;
}

const noExpression = "(?!.*\\$\\{\\{)";
const segment = "[A-Za-z0-9._~$-]+|\\{[A-Za-z_][A-Za-z0-9_-]*\\}";
const token = "gh[a-z]_[A-Za-z0-9]|github_pat_|whsec_|v1\\.[0-9a-f]{40}";
const arn = "arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:";

/** A URL's parser skips blanks before it, and line breaks and tabs in it: url.spec.whatwg.org/#url-parsing. */
const scheme = ["^[\\u0000-\\u0020]*[hH]", "[tT]", "[tT]", "[pP]", "[sS]?", ":"].join(
  "[\\t\\n\\r]*",
);

/** The patterns of the texts in triggers.yaml. */
export const editorPatterns = {
  repository: {
    pattern: "^[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\\.\\.?$)(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$",
    patternErrorMessage: "Write owner/name.",
  },
  ref: {
    pattern: `^${noExpression}(?!([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$)(?![-/]|@$)(?!.*(\\.\\.|@\\{|//|[/.]$))(?!(.*/)?\\.)(?!.*\\.lock(/|$))[^\\u0000-\\u0020\\u007f~^:?*\\[\\\\]+$`,
    patternErrorMessage: "Write the name of a branch or a tag; GitHub takes no commit here.",
  },
  workflow: {
    pattern: `^${noExpression}([^/\\\\\\s]+\\.ya?ml|\\d+)$`,
    patternErrorMessage: "Write a file's name that ends in .yml or .yaml, or the workflow's id.",
  },
  name: {
    pattern: triggerName.source,
    patternErrorMessage: "Use letters, digits, _ and -, beginning with a letter or _.",
  },
  inputName: {
    pattern: inputNamePattern.source,
    patternErrorMessage: "Use letters, digits, _ and -, beginning with a letter or _.",
  },
  path: {
    pattern: `^/$|^(/(${segment}))*/(${segment.replace("\\}", "\\+?\\}")})$`,
    patternErrorMessage: "Write /fixed/{parameter}/{the-rest+}.",
  },
  secret: {
    pattern: `^(?!(.*[^A-Za-z0-9])?(${token}))(${arn})?[\\w/+=.@-]{1,512}$`,
    patternErrorMessage:
      "Write the name or the ARN of a secret in Secrets Manager, never the secret.",
  },
  url: { pattern: scheme, patternErrorMessage: "Write the whole URL, with https://." },
  inputs: {
    pattern: "^\\$\\{\\{[\\s\\S]*\\}\\}$",
    patternErrorMessage: "Write inputs by name, or one ${{ expression }} that gives them all.",
  },
  duration: {
    pattern:
      "^0*([1-3]d|([1-9]|[1-6]\\d|7[0-2])h|([1-9]\\d{0,2}|[1-3]\\d{3}|4[0-2]\\d{2}|43[01]\\d|4320)m)$",
    patternErrorMessage: "Write minutes, hours or days from 1m to 3d, such as 90m, 24h or 2d.",
  },
  instant: {
    pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?(Z|[+-]\\d\\d:\\d\\d)$",
    patternErrorMessage: "Write it like 2027-01-01T00:00:00Z.",
  },
  timezone: {
    pattern: "^[A-Za-z][A-Za-z0-9_+/-]*$",
    patternErrorMessage:
      "Write a name of the IANA time zone database, such as Europe/Paris or UTC.",
  },
  cron: {
    pattern: "^\\s*((cron|rate|at)\\([\\s\\S]*\\)|[^\\s(@]\\S*(\\s+\\S+){4})\\s*$",
    patternErrorMessage: "Write five cron fields, or cron(...), rate(...) or at(...).",
  },
} as const satisfies Readonly<Record<string, EditorPattern>>;
