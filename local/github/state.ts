import type { Edition } from "./edition.ts";
import type { InstalledApp } from "./installation-token.ts";
import type { Repositories } from "./repositories.ts";
import type { Run } from "./runs.ts";
import type { WorkflowState } from "./workflows.ts";

/** What the stand-in remembers while it runs. */
export interface GitHubState {
  readonly edition: Edition;
  readonly repositories: Repositories;
  /** The archived repositories, by `owner/repo` in lower case. */
  readonly archived: ReadonlySet<string>;
  /** The private repositories, by `owner/repo` in lower case. */
  readonly private: ReadonlySet<string>;
  /** By the workflow's id; absent means active. */
  readonly workflowStates: Map<number, WorkflowState>;
  /** Oldest first. */
  readonly runs: Run[];
  /** From when on lists show a run, in milliseconds since 1970, by the run's id. */
  readonly listedFrom: Map<Run["id"], number>;
  /** How long after its creation lists show a run, in milliseconds. */
  readonly listingDelay: number;
  /** Base URL of the API, without a slash at its end. */
  readonly apiUrl: string;
  /** Base URL of the pages, without a slash at its end. */
  readonly webUrl: string;
  readonly apps: readonly InstalledApp[];
  readonly now: () => Date;
  readonly onRun: (run: Run) => void;
}
