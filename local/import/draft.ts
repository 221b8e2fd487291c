import type { Config } from "../../dispatch/config.ts";
import { type Surroundings, surroundingsIn } from "./target.ts";
import { identityOf } from "./translate.ts";

/** A file of triggers, while schedules are written into it. */
export interface Draft {
  readonly text: string;
  readonly surroundings: Surroundings;
  readonly triggers: readonly KnownTrigger[];
}

/** A trigger of the file, as far as imports depend on it. */
export interface KnownTrigger {
  readonly name: string;
  readonly repository: string;
  readonly ref: string;
  readonly workflow: string;
  readonly identities: readonly string[];
  /** The names of its inputs; undefined where one expression gives them all. */
  readonly inputs: readonly string[] | undefined;
}

/** The file as it is before an import. */
export function draftOf(text: string, config: Config | undefined): Draft {
  const triggers = Object.entries(config?.triggers ?? {}).map(([name, trigger]) => {
    const { repository, ref, workflow, on, inputs } = trigger;
    const names = typeof inputs === "string" ? undefined : Object.keys(inputs);
    const identities = (on.schedule ?? []).map(identityOf);
    return { name, repository, ref, workflow, identities, inputs: names };
  });
  return { text, surroundings: surroundingsIn(text), triggers };
}
