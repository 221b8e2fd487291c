import type { Config, Trigger } from "../config.ts";
import { credentialNamed } from "../trigger.ts";

/** What a dispatch starts, and where. */
export type Target = {
  /** The base URL of the REST API, without a slash at the end. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow's file name or id. */
  readonly workflow: string;
  /** The name of a branch or a tag. */
  readonly ref: string;
  /** Whether the names of its runs are meant to carry a text by which they are told apart. */
  readonly correlated?: true;
};

/** Where a trigger's dispatches go. */
export function targetOf(trigger: Trigger, config: Pick<Config, "credentials">): Target {
  const credential = credentialNamed(trigger.credential, config.credentials);
  const { repository, workflow, ref } = trigger;
  const about = { apiUrl: credential["api-url"], repository, workflow, ref };
  return trigger["correlation-input"] === undefined ? about : { ...about, correlated: true };
}

/**
 * Whether runs of one target may be taken for runs of the other. GitHub takes the name of a repository in
 * any case, a ref with or without `refs/heads/`, and a workflow by its file's name or its id, of which
 * nobody knows which goes with which.
 */
export function mayBeSame(one: Target, other: Target): boolean {
  return (
    repositoryKey(one) === repositoryKey(other) &&
    refName(one) === refName(other) &&
    (one.workflow === other.workflow || isWorkflowId(one.workflow) !== isWorkflowId(other.workflow))
  );
}

/** Whether a workflow is named by its id, and not by its file's name. */
export function isWorkflowId(workflow: string): boolean {
  return /^\d+$/.test(workflow);
}

/** The short name of a branch or a tag. */
export function refName({ ref }: Target): string {
  return ref.replace(/^refs\/(heads|tags)\//, "");
}

/** Stands for a repository, however its name is written. */
export function repositoryKey({
  apiUrl,
  repository,
}: Pick<Target, "apiUrl" | "repository">): string {
  return `${apiUrl} ${repository.toLowerCase()}`;
}

/** The repository in the REST API. */
export function repositoryUrl({ apiUrl, repository }: Target): string {
  return `${apiUrl}/repos/${repository}`;
}

/** The workflow in the REST API: docs.github.com/en/rest/actions/workflows. */
export function workflowUrl(target: Target): string {
  return `${repositoryUrl(target)}/actions/workflows/${encodeURIComponent(target.workflow)}`;
}

/** A path as it is written in a URL: its parts are encoded, its slashes stay. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
