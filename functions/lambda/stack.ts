import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";

/** A stack, as CloudFormation describes it. */
export interface StackDescription {
  /** Such as `UPDATE_COMPLETE`; empty if AWS does not say. */
  readonly status: string;
  /** Why it is in that state; nothing if AWS does not say. */
  readonly reason: string | undefined;
  /** When it was deployed last; nothing if AWS does not say. */
  readonly updated: Date | undefined;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Something that CloudFormation has made. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** What AWS calls it: the name of a schedule, or the name of a rule behind that of its bus. */
  readonly physicalId: string;
}

/** Describes a stack. Rejects with the errors of AWS, also when there is no such stack. */
export async function describeStack(
  client: CloudFormationClient,
  StackName: string,
): Promise<StackDescription> {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  const outputs = stack?.Outputs ?? [];
  return {
    status: stack?.StackStatus ?? "",
    reason: stack?.StackStatusReason,
    updated: stack?.LastUpdatedTime ?? stack?.CreationTime,
    outputs: Object.fromEntries(
      outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
    ),
  };
}

/** The template that a stack was deployed with, as it was given. Rejects with the errors of AWS. */
export async function readTemplate(
  client: CloudFormationClient,
  StackName: string,
): Promise<string> {
  const request = new GetTemplateCommand({ StackName, TemplateStage: "Original" });
  return (await client.send(request)).TemplateBody ?? "";
}

/** All that CloudFormation has made for a stack. Rejects with the errors of AWS. */
export async function listStackResources(
  client: CloudFormationClient,
  StackName: string,
): Promise<readonly StackResource[]> {
  const resources: StackResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const each of page.StackResourceSummaries ?? []) {
      if (each.PhysicalResourceId === undefined) continue;
      resources.push({
        logicalId: each.LogicalResourceId ?? "",
        type: each.ResourceType ?? "",
        physicalId: each.PhysicalResourceId,
      });
    }
  }
  return resources;
}
