import { contextNames, parseTemplate, TemplateError } from "../expressions/template.ts";
import type { Complaint } from "../problem.ts";

/** `owner/name`, of the characters that GitHub allows. */
export function checkRepository(text: string): readonly Complaint[] {
  if (hasExpression(text)) return [chosenByCaller(text)];
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.\.?$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/.test(text))
    return [];
  const url = /^(?:.*github\.[^/:]+[/:])?([^/:]+\/[^/]+?)(?:\.git)?\/?$/.exec(text);
  return [
    {
      path: [],
      message: "This is not the name of a repository.",
      found: quote(text),
      allowed: "owner/name",
      mend: url?.[1] ? `Write ${url[1]}.` : "Write the owner, a slash and the repository's name.",
    },
  ];
}

/** A workflow's file name, or its number. */
export function checkWorkflow(text: string): readonly Complaint[] {
  if (hasExpression(text)) return [chosenByCaller(text)];
  if (/^[^/\\\s]+\.ya?ml$/.test(text) || /^\d+$/.test(text)) return [];
  const [fileName = ""] = text.split("/").slice(-1);
  const isSpaced = /\s.*\.ya?ml$/.test(fileName);
  const mend = /\.ya?ml$/.test(fileName)
    ? `Write ${fileName}: GitHub looks for it in .github/workflows.`
    : "Write the file's name with its ending, for example deploy.yml, not the workflow's display name.";
  return [
    {
      path: [],
      message: isSpaced
        ? "There is white space in this file name, which GitHub takes and triggers.yaml doesn't."
        : "This is not the file name of a workflow.",
      found: quote(text),
      allowed: "a file name that ends in .yml or .yaml, or the workflow's numeric id",
      mend: isSpaced ? "Rename the file, or write the workflow's id: `gh workflow list`." : mend,
    },
  ];
}

/** docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs */
export const inputNamePattern = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The name of a workflow's input. */
export function checkInputName(name: string): readonly Complaint[] {
  if (inputNamePattern.test(name)) return [];
  return [
    {
      path: [],
      message: "No input of a workflow can have this name.",
      found: quote(name),
      allowed: "letters, digits, _ and -, beginning with a letter or _",
      mend: "Write the name of an input that the workflow declares.",
    },
  ];
}

/** The name of a branch or a tag; GitHub refuses commits: docs.github.com/en/rest/actions/workflows. */
export function checkRef(text: string): readonly Complaint[] {
  if (hasExpression(text)) return [chosenByCaller(text)];
  const allowed = "the name of a branch or a tag";
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(text)) {
    const message = "This looks like a commit SHA, which GitHub refuses here.";
    const mend = "Write a branch or a tag that points to the commit.";
    return [{ path: [], message, found: quote(text), allowed, mend }];
  }
  if (isRefName(text)) return [];
  const mend = "Check the name with `git check-ref-format --branch NAME`.";
  return [{ path: [], message: "No ref can have this name.", found: quote(text), allowed, mend }];
}

/** git's rules for names of refs: git-scm.com/docs/git-check-ref-format. */
function isRefName(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git forbids exactly these.
  if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|^@$/.test(text)) return false;
  return text !== "" && text.split("/").every((part) => !/^\.|\.lock$/.test(part));
}

/** The name or ARN of a secret, never the secret itself. */
export function checkSecretName(text: string): readonly Complaint[] {
  const allowed = "a Secrets Manager name or ARN";
  if (looksSecret(text)) {
    const message =
      "This looks like a secret itself; only the name of a secret belongs in this file.";
    const mend = "Revoke it, put a new one into Secrets Manager, and write the name it has there.";
    return [{ path: [], message, found: "(not shown)", allowed, mend }];
  }
  if (/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,512}$/.test(text)) {
    return [];
  }
  if (/^[\w/+=.@-]{1,512}$/.test(text)) return [];
  const message = "No secret can have this name.";
  const mend = "Use letters, digits and /_+=.@- only.";
  // It may be the secret itself, written where its name belongs.
  return [{ path: [], message, found: "(not shown)", allowed, mend }];
}

/** Whether a text has the form of a token or a key: those of GitHub, of Standard Webhooks, and PEM. */
function looksSecret(text: string): boolean {
  return /(^|[^A-Za-z0-9])(gh[a-z]_[A-Za-z0-9]|github_pat_|whsec_|v1\.[0-9a-f]{40})|PRIVATE KEY/.test(
    text,
  );
}

/** The base URL of a REST API. A token goes there, so it is https, but for this machine itself. */
export function checkApiUrl(text: string): readonly Complaint[] {
  const allowed = "https://HOST/api/v3 (Enterprise Server) or https://api.SUBDOMAIN.ghe.com";
  const complain = (message: string, mend: string, found = quote(text)) => [
    { path: [], message, found, allowed, mend },
  ];
  if (!URL.canParse(text))
    return complain("This is not a URL.", "Write the whole URL, with https://.");
  const url = new URL(text);
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) {
    return complain("A token may not travel unencrypted.", "Begin the URL with https://.");
  }
  if (url.username || url.password || url.search || url.hash) {
    const message = "A base URL has only a host and a path.";
    return complain(message, "Remove what else is in it.", `"${url.origin}…"`);
  }
  if (/^(www\.)?github\.com$/.test(url.hostname)) {
    return complain("This is GitHub's website, not its API.", "Remove api-url: it is the default.");
  }
  if (url.hostname.endsWith(".ghe.com") && !url.hostname.startsWith("api.")) {
    return complain("This is not the API's host.", `Write https://api.${url.hostname}.`);
  }
  if (url.pathname === "/" && !url.hostname.startsWith("api.") && !local) {
    return complain("Enterprise Server has its API below /api/v3.", `Write ${url.origin}/api/v3.`);
  }
  return [];
}

/** Text with `${{ }}` expressions, each parsed now rather than at the first delivery. */
export function checkTemplate(text: string): readonly Complaint[] {
  try {
    parseTemplate(text);
    return [];
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [
      {
        path: [],
        message: `${error.message}.`,
        found: quote(text),
        allowed: `GitHub's expressions over ${contextNames.join(", ")}`,
        mend: "Mend the expression; a literal ${{ is written ${{ '${{' }}.",
      },
    ];
  }
}

/** A value as the user would recognise it, cut where it gets long. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  if (looksSecret(text)) return "(not shown: it looks like a secret)";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function hasExpression(text: string): boolean {
  return text.includes("${{");
}

function chosenByCaller(text: string): Complaint {
  return {
    path: [],
    message: "An expression is not allowed here: a caller never chooses what a trigger starts.",
    found: quote(text),
    allowed: "a literal value",
    mend: "Write the value itself; expressions belong in inputs.",
  };
}
