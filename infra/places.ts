import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NestedStack, type Stack } from "aws-cdk-lib";
import type { CloudAssembly } from "aws-cdk-lib/cx-api";
import { Construct, type IDependable } from "constructs";
import { type Kind, logicalIdOf } from "./parts.ts";
import type { Place } from "./placement.ts";

/** Where a resource of a trigger is to be made; nothing if it is left for a later deployment. */
export type ScopeOf = (kind: Kind, id: string) => Construct | undefined;

/**
 * The root stack and, for what it has no room for, nested stacks; each is made when something goes into it.
 *
 * @param places by logical id.
 * @param needs what is there before anything that is nested.
 */
export function createPlaces(
  root: Stack,
  places: ReadonlyMap<string, Place>,
  needs: readonly IDependable[],
): ScopeOf {
  return (kind, id) => {
    const found = places.get(logicalIdOf(kind, id));
    if (found === undefined) return undefined;
    const stack = found === "root" ? root : nestedStack(root, found, needs);
    return child(stack, kind) ?? new Construct(stack, kind);
  };
}

/** The texts of the templates of a stack and those nested in it, by name. */
export function templatesIn(
  root: Stack,
  { directory }: CloudAssembly,
): ReadonlyMap<string, string> {
  const nested = root.node.children.filter((each) => NestedStack.isNestedStack(each));
  const stacks = [
    [root.stackName, root] as const,
    ...nested.map((each) => [each.node.id, each] as const),
  ];
  return new Map(
    stacks.map(([name, { templateFile }]) => [
      name,
      readFileSync(join(directory, templateFile), "utf8"),
    ]),
  );
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
