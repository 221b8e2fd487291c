import { NestedStack, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";

/** A resource, as a template has it. */
export interface RawResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
}

/** What there is one of for each schedule, event and route. */
export const ofTriggers = [
  "AWS::Scheduler::Schedule",
  "AWS::Events::Rule",
  "AWS::ApiGatewayV2::Route",
];

/** The templates of a stack and those nested in it, by the logical id of the nested stack; `""` is the root. */
export function templatesOf(stack: Stack): ReadonlyMap<string, Template> {
  const nested = stack.node.children.filter((each) => NestedStack.isNestedStack(each));
  return new Map([
    ["", Template.fromStack(stack)],
    ...nested.map((each) => [each.node.id, Template.fromStack(each)] as const),
  ]);
}

/** The resources of all templates; what is nested comes behind the nested stack's id: `Triggers7/Nightly`. */
export function allResources(
  templates: ReadonlyMap<string, Template>,
): ReadonlyMap<string, RawResource> {
  const entries = [...templates].flatMap(([at, template]) =>
    Object.entries(template.toJSON().Resources as Record<string, RawResource>).map(
      ([id, resource]) => [at === "" ? id : `${at}/${id}`, resource] as const,
    ),
  );
  return new Map(entries);
}
