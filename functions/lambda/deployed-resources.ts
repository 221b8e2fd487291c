/** What CloudFormation has of a stack already, for infra/placement.ts. */
export interface DeployedResources {
  /**
   * Logical ids of schedules, rules and routes, at least; in a nested stack, behind that of the nested stack:
   * `Triggers7/SchedulesNightly`.
   */
  readonly resources: readonly string[];
  /** The region that was asked; left out: nothing is to be deployed. */
  readonly region?: string;
  /** The most schedules, rules and routes that are to come and go in one deployment; left out: all. */
  readonly changesAtMost?: number;
}

/** What infra/app.ts is told: what is deployed, or why it could not be asked. */
export type Known = DeployedResources | { readonly unknown: string };
