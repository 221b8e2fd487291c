import { isObject } from "./json-object.ts";

/** A resource of a CloudFormation template, as far as it is looked at. */
export interface TemplateResource {
  readonly Type?: unknown;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** A CloudFormation template, as the CDK writes it. */
export interface Template {
  /** By logical id. */
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: unknown;
}

/** @returns nothing for a text that is no template in JSON. */
export function parseTemplate(text: string): Template | undefined {
  const content = parse(text);
  const isTemplate = isObject(content) && isObject(content.Resources);
  return isTemplate ? (content as unknown as Template) : undefined;
}

/** The nested stacks of a template. */
export function nestedStacksIn({ Resources }: Template) {
  return Object.entries(Resources).filter(([, { Type }]) => Type === "AWS::CloudFormation::Stack");
}

/**
 * A template with those of its nested stacks, as if it were one. The logical ids of what is nested come
 * behind that of the nested stack: `Triggers7/SchedulesNightly`.
 */
export function withNested(root: Template, nested: ReadonlyMap<string, Template>): Template {
  const stacks = nestedStacksIn(root).map(([id, { Properties, ...stack }]) => {
    // It names the template by a hash of what it says.
    const { TemplateURL: _, ...rest } = Properties ?? {};
    return [id, { ...stack, Properties: rest }];
  });
  const resources = [...nested].flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, resource]) => [`${stack}/${id}`, resource]),
  );
  return {
    ...root,
    Resources: { ...root.Resources, ...Object.fromEntries([...stacks, ...resources]) },
  };
}

/** What a resource is, in the words of the file where it has them. */
export function nameOf(logicalId: string, { Type, Properties = {} }: TemplateResource): string {
  const { Description, RouteKey } = Properties;
  // infra/schedules.ts and infra/rules.ts write `Trigger NAME: CRON TIMEZONE` and `Trigger NAME`.
  const described = /^Trigger (.+)$/.exec(String(Description))?.[1];
  switch (Type) {
    case "AWS::Scheduler::Schedule":
      return `schedule of ${described ?? logicalId}`;
    case "AWS::Events::Rule":
      return `event of ${described ?? logicalId}`;
    case "AWS::ApiGatewayV2::Route":
      return `route ${RouteKey ?? logicalId}`;
    case "AWS::Lambda::Function":
      return "the functions, which hold the file and the code";
    default:
      return `${String(Type).replace("AWS::", "")} ${logicalId}`;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
