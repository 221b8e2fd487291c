import { tokenPlaces } from "../local/check/found-token.ts";
import type { Checked } from "../local/check/run.ts";
import { check, tokenPlaceFrom } from "./checking.ts";
import { exitCodes, runCommand, UsageError, type Values } from "./command.ts";
import { printChecked, printCheckedJson } from "./print-checked.ts";

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
                      repositories and refs, DIR/OWNER/NAME/*.yml for one at main,
                      DIR/OWNER/NAME@REF/*.yml for one at another ref. Of a repository that is
                      checked out, DIR/.github/workflows is taken
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
  1  something was found, in the file itself or in what it starts
  2  nothing was found, but not everything could be told; or the file or the folder can't be read, or
     the arguments or the environment can't be used
`;

await runCommand({
  usage,
  options: {
    workflows: { type: "string" },
    "token-from": { type: "string" },
    json: { type: "boolean" },
  },
  async run(_, { workflows, "token-from": place, json }) {
    if (workflows === "") throw new UsageError("--workflows: name a folder of workflow files.");
    if (workflows !== undefined && place !== undefined) {
      throw new UsageError("--workflows asks nobody, so that it needs no --token-from.");
    }
    const tokenFrom = tokenPlaceFrom(textIn(place));
    const mayStandIn = tokenFrom === undefined;
    const checked = await check({ workflows: textIn(workflows), tokenFrom, mayStandIn });
    if (json) printCheckedJson(checked);
    else printChecked(checked);
    return exitCodeOf(checked);
  },
});

function textIn(value: Values[string]): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function exitCodeOf({ findings, untold }: Checked): number {
  if (findings.length > 0) return exitCodes.failed;
  return untold.length > 0 ? exitCodes.unusable : exitCodes.done;
}
