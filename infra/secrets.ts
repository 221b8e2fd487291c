import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Config, Trigger } from "../dispatch/config.ts";
import { credentialNamed } from "../dispatch/trigger.ts";

/** The names or ARNs of the secrets that each function reads. */
export interface Secrets {
  readonly http: ReadonlySet<string>;
  readonly queue: ReadonlySet<string>;
}

/**
 * Which secrets which function needs: those of its triggers' credentials, and of its routes. A call that
 * waits in the queue is dispatched from there; who made it has been checked before.
 */
export function secretsOf(config: Config): Secrets {
  const http = new Set<string>();
  const queue = new Set<string>();
  for (const trigger of Object.values(config.triggers)) {
    const secret = credentialSecret(trigger, config);
    const { http: route, schedule, event } = trigger.on;
    if (route !== undefined) http.add(secret);
    if (route !== undefined && "secret" in route.auth) http.add(route.auth.secret);
    if (schedule !== undefined || event !== undefined || route?.queue) queue.add(secret);
  }
  return { http, queue };
}

function credentialSecret(trigger: Trigger, config: Config): string {
  const credential = credentialNamed(trigger.credential, config.credentials);
  return credential.pat ?? credential.app["private-key"];
}

/**
 * The ARNs of secrets for a policy. Secrets Manager adds a hyphen and six characters to a name, which
 * only a complete ARN has: docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen.
 */
export function secretArns(names: ReadonlySet<string>, scope: Construct): string[] {
  const { partition, region, account } = Stack.of(scope);
  const prefix = `arn:${partition}:secretsmanager:${region}:${account}:secret:`;
  return [...names].sort().map((name) => {
    const arn = name.startsWith("arn:") ? name : `${prefix}${name}`;
    return name.startsWith("arn:") && /-[A-Za-z0-9]{6}$/.test(name) ? arn : `${arn}-??????`;
  });
}
