import type { Config, Trigger } from "../config.ts";
import { credentialNamed } from "../trigger.ts";

/** What a dispatch starts, and where. */
export interface Target {
  /** The base URL of the REST API, without a slash at the end. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow's file name or id. */
  readonly workflow: string;
  /** The name of a branch or a tag. */
  readonly ref: string;
}

/** Where a trigger's dispatches go. */
export function targetOf(trigger: Trigger, config: Config): Target {
  const credential = credentialNamed(trigger.credential, config.credentials);
  const { repository, workflow, ref } = trigger;
  return { apiUrl: credential["api-url"], repository, workflow, ref };
}

/** The targets of a config's triggers. */
export interface Targets {
  of(trigger: Trigger): Target;
  /** The names of all triggers that start this workflow at this ref. */
  triggersOf(target: Target): readonly string[];
}

/** Finds targets without looking through all triggers each time. */
export function createTargets(config: Config): Targets {
  const names = new Map<string, string[]>();
  const of = (trigger: Trigger) => targetOf(trigger, config);
  const keyOf = (target: Target) => JSON.stringify(Object.values(target));
  return {
    of,
    triggersOf(target) {
      if (names.size === 0) {
        for (const [name, trigger] of Object.entries(config.triggers)) {
          const key = keyOf(of(trigger));
          names.set(key, [...(names.get(key) ?? []), name]);
        }
      }
      return names.get(keyOf(target)) ?? [];
    },
  };
}

/** The repository in the REST API. */
export function repositoryUrl({ apiUrl, repository }: Target): string {
  return `${apiUrl}/repos/${repository}`;
}

/** The workflow in the REST API: docs.github.com/en/rest/actions/workflows. */
export function workflowUrl(target: Target): string {
  return `${repositoryUrl(target)}/actions/workflows/${encodeURIComponent(target.workflow)}`;
}
