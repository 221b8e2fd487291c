import type { Config, Trigger } from "../../dispatch/config.ts";
import { type Target, targetOf } from "../../dispatch/github/target.ts";
import { inputLimits } from "../../dispatch/inputs.ts";
import { expiresSoon, type TokenExpiry } from "../../dispatch/tokens/expiry.ts";
import type { AskServices } from "./ask.ts";
import type { Look } from "./check.ts";
import { type Fault, fault, type Sight } from "./finding.ts";
import { type FoundToken, faultOfToken, type Seen } from "./found-token.ts";
import { sightOfFile } from "./parsed.ts";
import type { RepositoryFacts, WorkflowFacts } from "./questions.ts";
import { createSharedQuestions } from "./shared-questions.ts";
import type { FindToken } from "./tokens.ts";

/** Looks at GitHub. Triggers that share a token, a repository, a workflow or a ref share the questions about it. */
export function createGitHubLook(
  config: Config,
  findToken: FindToken,
  services: AskServices,
): Look {
  const questions = createSharedQuestions(services);
  return async (trigger) => {
    const target = targetOf(trigger, config);
    const token = await findToken(trigger.credential);
    if (token.value === undefined) return sightOf([token]);
    const repository = await questions.repository(target, token.value);
    if (repository.value === undefined) return sightOf([repository]);
    const { maxInputs } = repository.value;
    const about = repositoryFaults(repository.value, target, token.value);
    const workflow = await questions.workflow(target, token.value);
    if (workflow.value === undefined) return sightOf([workflow], about);
    const faults = [...about, ...stateFaults(trigger, workflow.value)];
    // Of what is not there, nothing more can be asked.
    if (workflow.value.state === "deleted") return sightOf([], faults);
    const [permission, file] = await Promise.all([
      questions.permission(target, repository.value, token.value),
      questions.file(target, workflow.value, repository.value, token.value),
    ]);
    if (file.value === undefined) return sightOf([permission, file], faults);
    const sight = sightOfFile(file.value, trigger, maxInputs);
    const rest = sightOf([permission], [...faults, ...sight.faults]);
    return { ...sight, ...rest, maxInputs };
  };
}

function sightOf(seen: readonly Seen<unknown>[], faults: readonly Fault[] = []): Sight {
  return {
    faults: [...faults, ...seen.flatMap((each) => each.fault ?? [])],
    unknowns: seen.flatMap((each) => each.unknown ?? []),
    maxInputs: inputLimits.count,
  };
}

function repositoryFaults(
  { isArchived, expiry }: RepositoryFacts,
  { repository }: Target,
  token: FoundToken,
): readonly Fault[] {
  return [
    ...(expiry !== undefined && expiresSoon(expiry) ? [expiryFault(expiry, token)] : []),
    ...(isArchived ? [fault("repository-archived", ["repository"], { found: repository })] : []),
  ];
}

function expiryFault({ expires, daysLeft }: TokenExpiry, token: FoundToken): Fault {
  const date = new Date(expires).toISOString().slice(0, 10);
  const days = daysLeft === 1 ? "1 day" : `${daysLeft} days`;
  const left = daysLeft < 1 ? "less than a day" : days;
  return faultOfToken(
    "token-expires",
    ["credential"],
    token,
    `${token.from}: on ${date}, in ${left}`,
  );
}

/** docs.github.com/en/rest/actions/workflows#get-a-workflow: `state`. */
function stateFaults({ reenable }: Trigger, { path, state }: WorkflowFacts): readonly Fault[] {
  const about = [["workflow"], { found: `${path}: ${state}` }] as const;
  switch (state) {
    case "active":
      return [];
    case "disabled_manually":
      return [fault("workflow-disabled-manually", ...about)];
    case "deleted":
      return [fault("workflow-not-found", ...about)];
    case "disabled_inactivity":
      return reenable ? [] : [fault("workflow-disabled-inactivity", ...about)];
    default:
      return [fault("workflow-disabled", ...about)];
  }
}
