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
