import type { Template } from "aws-cdk-lib/assertions";
import { resourcesOf } from "./resources.ts";

/** A statement of a policy that allows something. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What a policy that is attached to a role says, one statement of each. */
export interface Policy {
  readonly kind: "inline" | "managed";
  readonly statements: readonly Statement[];
  /** Its characters, with an account, a region and names as long as AWS makes them. */
  readonly size: number;
}

/** The policies of a role, by its name. */
export function policiesOf(template: Template, role: string): readonly Policy[] {
  const kinds = [
    ["inline", "AWS::IAM::Policy"],
    ["managed", "AWS::IAM::ManagedPolicy"],
  ] as const;
  return kinds.flatMap(([kind, type]) =>
    resourcesOf(template, type)
      .filter(({ properties }) => [properties.Roles].flat().includes(`\${${role}}`))
      .map(({ properties }) => readPolicy(kind, properties.PolicyDocument as Document)),
  );
}

interface Document {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

function readPolicy(kind: Policy["kind"], document: Document): Policy {
  const statements = document.Statement.map(({ Action, Resource }) => ({
    actions: [Action].flat(),
    resources: [Resource].flat(),
  }));
  const text = JSON.stringify(document)
    .replaceAll("${AWS::Partition}", "aws-us-gov")
    .replaceAll("${AWS::Region}", "ap-southeast-1")
    .replaceAll("${AWS::AccountId}", "123456789012")
    .replaceAll(/\$\{\w+\.Arn\}/g, "x".repeat(150));
  return { kind, statements, size: text.length };
}

/** The secrets that a role may read, without the ARN's beginning where it is this account's. */
export function secretsOf(template: Template, role: string): readonly string[] {
  const own = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:";
  return policiesOf(template, role)
    .flatMap(({ statements }) => statements)
    .filter(({ actions }) => actions.some((action) => action.startsWith("secretsmanager:")))
    .flatMap(({ resources }) => resources)
    .map((resource) => resource.replace(own, ""))
    .sort();
}
