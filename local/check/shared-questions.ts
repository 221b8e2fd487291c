import type { Target } from "../../dispatch/github/target.ts";
import { createShared } from "../shared.ts";
import {
  type ParsedWorkflow,
  parseWorkflowFile,
  type UnparsedWorkflow,
} from "../workflow/workflow-file.ts";
import { type AskServices, createAsk } from "./ask.ts";
import { askForFile } from "./file-question.ts";
import type { FoundToken, Seen } from "./found-token.ts";
import { askForPermission } from "./permission-question.ts";
import {
  askForRepository,
  askForWorkflow,
  type RepositoryFacts,
  type WorkflowFacts,
} from "./questions.ts";
import { askForRef } from "./ref-question.ts";

/** The questions to GitHub, each asked once for what it is about. */
export function createSharedQuestions(services: AskServices) {
  const ask = createAsk(services);
  const takePlace = createPace(services);
  const repositories = createShared<Seen<RepositoryFacts>>();
  const workflows = createShared<Seen<WorkflowFacts>>();
  const permissions = createShared<Seen<true>>();
  const refs = createShared<Seen<true>>();
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
      permissions(keyOf(target, token), async () => {
        if (isArchived) return { value: true };
        await takePlace();
        return askForPermission(target, token, ask, services.random);
      }),
    file: (target: Target, facts: WorkflowFacts, repository: RepositoryFacts, token: FoundToken) =>
      files([...keyOf(target, token), facts.path, target.ref], async () => {
        const ref = await refs([...keyOf(target, token), target.ref], () =>
          askForRef(target, repository, token, ask),
        );
        if (ref.value === undefined) return ref;
        const text = await askForFile(target, facts, repository, token, ask);
        if (text.value === undefined) return text;
        return { value: await parseWorkflowFile(text.value, repository.maxInputs) };
      }),
  };
}

/**
 * GitHub takes 80 requests a minute that create content (docs.github.com/en/rest/using-the-rest-api/
 * rate-limits-for-the-rest-api#about-secondary-rate-limits). Some are left for dispatches with the same token.
 */
const perMinute = 60;

/** Waits until one more such request may be made. */
function createPace({ now, wait }: AskServices): () => Promise<void> {
  const places: number[] = [];
  return async () => {
    const place = Math.max(now(), (places.at(-perMinute) ?? 0) + 60_000);
    places.push(place);
    if (place > now()) await wait(place - now());
  };
}
