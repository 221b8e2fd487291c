import type { Config, Credential, Trigger } from "./config.ts";
import { ownOf } from "./own.ts";

/** What a trigger may be called in triggers.yaml. */
export const triggerName = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** The trigger of that name, and never what every object inherits. */
export function findTrigger(config: Config, name: string): Trigger | undefined {
  return ownOf(config.triggers, name);
}

/** A credential that the checked config is known to have. */
export function credentialNamed(name: string, credentials: Config["credentials"]): Credential {
  const credential = credentials[name];
  if (credential === undefined) throw new Error(`the checked config has no credential '${name}'`);
  return credential;
}

/** What a trigger starts, for people: `acme/storefront/deploy.yml@main`. */
export function workflowLabel({ repository, workflow, ref }: Trigger): string {
  return `${repository}/${workflow}@${ref}`;
}
