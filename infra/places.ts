import { NestedStack, type Stack } from "aws-cdk-lib";
import { Construct, type IDependable } from "constructs";
import type { Config } from "../dispatch/config.ts";
import { type Kind, logicalIdOf, partsOf } from "./parts.ts";
import { type Deployed, type Place, place } from "./placement.ts";

/** Where a resource of a trigger is to be made; nothing if it is left for a later deployment. */
export type ScopeOf = (kind: Kind, id: string) => Construct | undefined;

/**
 * The root stack and, for what it has no room for, nested stacks; each is made when something goes into it.
 *
 * @param needs what is there before anything that is nested.
 */
export function createPlaces(
  root: Stack,
  config: Config,
  deployed: Deployed | undefined,
  needs: readonly IDependable[],
): ScopeOf {
  const places = place(partsOf(config), deployed);
  return (kind, id) => {
    const found = places.get(logicalIdOf(kind, id));
    if (found === undefined) return undefined;
    const stack = found === "root" ? root : nestedStack(root, found, needs);
    return child(stack, kind) ?? new Construct(stack, kind);
  };
}

/** Its logical id is its name, by which infra/placement.ts knows what is deployed in it. */
function nestedStack(root: Stack, name: Place, needs: readonly IDependable[]): Construct {
  const existing = child(root, name);
  if (existing !== undefined) return existing;
  const stack = new NestedStack(root, name, {
    description: "Triggers of Workflow Dispatcher",
    // A template may have 1 MB, and event patterns are deep.
    suppressTemplateIndentation: true,
  });
  const resource = stack.nestedStackResource;
  resource?.overrideLogicalId(name);
  // One dependency of the whole in place of one of each resource in it.
  resource?.node.addDependency(...needs);
  return stack;
}

function child(scope: Construct, id: string): Construct | undefined {
  return scope.node.tryFindChild(id) as Construct | undefined;
}
