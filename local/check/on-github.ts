import type { Config, Trigger } from "../../dispatch/config.ts";
import { type Target, targetOf } from "../../dispatch/github/target.ts";
import { inputLimits } from "../../dispatch/inputs.ts";
import { expiresSoon, type TokenExpiry } from "../../dispatch/tokens/expiry.ts";
import {
  type ParsedWorkflow,
  parseWorkflowFile,
  type UnparsedWorkflow,
} from "../workflow/workflow-file.ts";
import { type AskServices, createAsk } from "./ask.ts";
import type { Look } from "./check.ts";
import { askForFile } from "./file-question.ts";
import { type Fault, fault, type Sight } from "./finding.ts";
import { sightOfFile } from "./parsed.ts";
import {
  askForPermission,
  askForRepository,
  askForWorkflow,
  type RepositoryFacts,
  type WorkflowFacts,
} from "./questions.ts";
import type { FindToken, FoundToken, Seen } from "./tokens.ts";

/** Looks at GitHub. Triggers that share a token, a repository, a workflow or a ref share the questions about it. */
export function createGitHubLook(
  config: Config,
  findToken: FindToken,
  services: AskServices,
): Look {
  const questions = createQuestions(services);
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
    const [permission, file] = await Promise.all([
      questions.permission(target, repository.value, token.value),
      questions.file(target, workflow.value, repository.value, token.value),
    ]);
    const faults = [...about, ...stateFaults(trigger, workflow.value)];
    if (file.value === undefined) return sightOf([permission, file], faults);
    const sight = sightOfFile(file.value, trigger, maxInputs);
    const rest = sightOf([permission], [...faults, ...sight.faults]);
    return { ...sight, ...rest, maxInputs };
  };
}

/** The questions, each asked once for what it is about. */
function createQuestions(services: AskServices) {
  const ask = createAsk(services);
  const repositories = createShared<Seen<RepositoryFacts>>();
  const workflows = createShared<Seen<WorkflowFacts>>();
  const permissions = createShared<Seen<true>>();
  const files = createShared<Seen<ParsedWorkflow | UnparsedWorkflow>>();
  const keyOf = ({ apiUrl, repository }: Target, { authorization }: FoundToken) => [
    authorization,
    apiUrl,
    repository.toLowerCase(),
  ];
  return {
    repository: (target: Target, token: FoundToken) =>
      repositories(keyOf(target, token), () =>
        askForRepository(target, token, ask, services.now()),
      ),
    workflow: (target: Target, token: FoundToken) =>
      workflows([...keyOf(target, token), target.workflow], () =>
        askForWorkflow(target, token, ask),
      ),
    permission: (target: Target, { isArchived }: RepositoryFacts, token: FoundToken) =>
      permissions(keyOf(target, token), async () =>
        isArchived ? { value: true } : askForPermission(target, token, ask, services.random),
      ),
    file: (target: Target, facts: WorkflowFacts, repository: RepositoryFacts, token: FoundToken) =>
      files([...keyOf(target, token), facts.path, target.ref], async () => {
        const text = await askForFile(target, facts, repository, token, ask);
        if (text.value === undefined) return text;
        return { value: await parseWorkflowFile(text.value, repository.maxInputs) };
      }),
  };
}

/** Shares the work of those who ask for the same. */
function createShared<Value>() {
  const shared = new Map<string, Promise<Value>>();
  return (key: readonly string[], work: () => Promise<Value>): Promise<Value> => {
    const name = JSON.stringify(key);
    const promise = shared.get(name) ?? work();
    shared.set(name, promise);
    return promise;
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

function expiryFault({ expires, daysLeft }: TokenExpiry, { from }: FoundToken): Fault {
  const date = new Date(expires).toISOString().slice(0, 10);
  const days = daysLeft === 1 ? "1 day" : `${daysLeft} days`;
  const left = daysLeft < 1 ? "less than a day" : days;
  return fault("token-expires", ["credential"], { found: `${from}: on ${date}, in ${left}` });
}

/** docs.github.com/en/rest/actions/workflows#get-a-workflow: `state`. */
function stateFaults({ reenable }: Trigger, { path, state }: WorkflowFacts): readonly Fault[] {
  const about = [["workflow"], { found: `${path}: ${state}` }] as const;
  switch (state) {
    case "active":
      return [];
    case "disabled_manually":
      return [fault("workflow-disabled-manually", ...about)];
    case "disabled_inactivity":
      return reenable ? [] : [fault("workflow-disabled-inactivity", ...about)];
    default:
      return [fault("workflow-disabled", ...about)];
  }
}
