import {
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import type { TriggerOfRule } from "../read-letter.ts";

/** The input template of a rule's target, as infra/rules.ts writes it. */
const template = /^\{"trigger": "([A-Za-z_][\w-]{0,63})", "event": <aws\.events\.event\.json>\}$/;

/** A rule's ARN; the name of a bus may have slashes in it, that of a rule has none. */
const ruleArn = /:rule\/(?:(.+)\/)?([^/]+)$/;

/** Finds the triggers of rules by the templates of their targets, and asks for each rule once. */
export function createTriggerOfRule(client: EventBridgeClient): TriggerOfRule {
  const known = new Map<string, Promise<string | undefined>>();
  return (rule, target) => {
    const key = `${rule} ${target}`;
    const found = known.get(key) ?? findTrigger(client, rule, target);
    known.set(key, found);
    return found;
  };
}

async function findTrigger(
  client: EventBridgeClient,
  arn: string,
  targetArn: string,
): Promise<string | undefined> {
  const [, EventBusName, Rule] = ruleArn.exec(arn) ?? [];
  if (Rule === undefined) return undefined;
  try {
    const { Targets = [] } = await client.send(
      new ListTargetsByRuleCommand({ Rule, EventBusName }),
    );
    const target = Targets.find(({ Arn }) => Arn === targetArn);
    return template.exec(target?.InputTransformer?.InputTemplate ?? "")?.[1];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
