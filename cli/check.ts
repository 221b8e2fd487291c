import { annotations } from "../local/check/annotations.ts";
import { checkJson } from "../local/check/json.ts";
import { checkPage } from "../local/check/page.ts";
import type { Checked } from "../local/check/run.ts";
import { type TokenPlace, tokenPlaces } from "../local/check/tokens.ts";
import { settingsFrom } from "../local/settings.ts";
import { check } from "./checking.ts";
import { exitCodes, runCommand, UsageError, type Values } from "./command.ts";

const usage = `
npm run check -- [options]

Compares triggers.yaml with GitHub, and tells what would fail before it does: repositories, refs, workflows
and their state, workflow_dispatch, inputs and their values, what the token may do and when it expires.
Nothing is started and nothing is changed.

The token is GITHUB_TOKEN, or what gh auth token says, or that of the credential in Secrets Manager: the
first that is there. Without any, the workflow files in .github/workflows beside the triggers are taken for
GitHub, as npm start does.

options
  --workflows DIR     compares with the workflow files in a folder, and asks nobody: DIR/*.yml for all
                      repositories, DIR/OWNER/NAME/*.yml for one, DIR/OWNER/NAME@REF/*.yml at a ref
  --token-from PLACE  looks for the token in one place alone: ${tokenPlaces.join(", ")}
  --json              for programs: a JSON object
  -h, --help          this text

In GitHub Actions, what is found is annotated in the file, too.

environment
  TRIGGERS        the path of the file (triggers.yaml)
  WORKFLOWS       without a token: the folder of workflow files
                  (.github/workflows beside the triggers)
  GITHUB_TOKEN    a token that may read the repositories: Contents: read, Actions: read and write
  GITHUB_API_URL  another API for every credential
  AWS_REGION, AWS_PROFILE …  for Secrets Manager: as the AWS CLI and the AWS SDK read them

exit codes
  0  nothing was found
  1  something was found
  2  nothing was found, but not everything could be told; or the arguments, the environment or the
     file can't be used
`;

await runCommand({
  usage,
  options: {
    workflows: { type: "string" },
    "token-from": { type: "string" },
    json: { type: "boolean" },
  },
  async run(_, values) {
    const { workflows } = values;
    const tokenFrom = placeFrom(values);
    const checked = await check({
      workflows: typeof workflows === "string" ? workflows : undefined,
      tokenFrom,
      mayStandIn: tokenFrom === undefined,
    });
    const { triggers } = settingsFrom(process.env);
    console.log(values.json ? checkJson(triggers, checked) : checkPage(triggers, checked));
    annotate(triggers, checked);
    return exitCodeOf(checked);
  },
});

function placeFrom({ "token-from": place, workflows }: Values): TokenPlace | undefined {
  if (place === undefined) return undefined;
  if (workflows !== undefined) {
    throw new UsageError("--workflows asks nobody, so that it needs no --token-from.");
  }
  const known = tokenPlaces.find((each) => each === place);
  if (known !== undefined) return known;
  throw new UsageError(`--token-from ${place}: write one of ${tokenPlaces.join(", ")}.`);
}

/** The runner reads annotations on standard error as well, where they don't disturb --json. */
function annotate(file: string, checked: Checked): void {
  const { GITHUB_ACTIONS, GITHUB_WORKSPACE } = process.env;
  if (GITHUB_ACTIONS !== "true") return;
  const workspace = GITHUB_WORKSPACE || process.cwd();
  for (const line of annotations(file, workspace, checked)) console.error(line);
}

function exitCodeOf({ findings, untold }: Checked): number {
  if (findings.length > 0) return exitCodes.failed;
  return untold.length > 0 ? exitCodes.unusable : exitCodes.done;
}
