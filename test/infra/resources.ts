import type { Template } from "aws-cdk-lib/assertions";

/** A resource of a template, with references written as in Fn::Sub: `${Deliveries.Arn}`. */
export interface Resource {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
}

/** The resources of a type, in the order of the template. */
export function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.entries(template.findResources(type)).map(([id, resource]) => ({
    id: nameOf(id),
    properties: readable(resource.Properties) as Resource["properties"],
    dependsOn: ((resource.DependsOn ?? []) as string[]).map(nameOf),
  }));
}

/** The only resource of a type. */
export function onlyResource(template: Template, type: string): Resource {
  const [only, ...others] = resourcesOf(template, type);
  if (only === undefined || others.length > 0) {
    throw new Error(`There are ${others.length + (only ? 1 : 0)} ${type}, not one.`);
  }
  return only;
}

/** The resource of a type whose name is this. */
export function resourceNamed(template: Template, type: string, name: string): Resource {
  const resources = resourcesOf(template, type);
  const found = resources.find(({ id }) => id === name);
  if (found !== undefined) return found;
  throw new Error(`No ${type} is ${name}; there are ${resources.map(({ id }) => id).join(", ")}.`);
}

/** The value of each output. */
export function outputsOf(template: Template): Readonly<Record<string, unknown>> {
  const outputs = Object.entries(template.findOutputs("*"));
  return Object.fromEntries(outputs.map(([name, { Value }]) => [name, readable(Value)]));
}

/** A logical id without the hash of its path. */
function nameOf(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, "");
}

/** A value with its intrinsic functions written as text. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [only, ...others] = entries;
  if (only !== undefined && others.length === 0) {
    const [key, argument] = only;
    if (key === "Ref") return `\${${nameOf(argument)}}`;
    if (key === "Fn::GetAtt") return `\${${nameOf(argument[0])}.${argument[1]}}`;
    if (key === "Fn::Join") return argument[1].map(readable).join(argument[0]);
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, readable(inner)]));
}
