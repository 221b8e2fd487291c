import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import pLimit from "p-limit";

/** The type of a nested stack. */
const nestedStack = "AWS::CloudFormation::Stack";

/** Nested stacks that are asked about at once: CloudFormation takes few requests a second. */
const nestedAtOnce = 5;

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
  /** Of what is in a nested stack, behind that of the nested stack: `Triggers7/SchedulesNightly`. */
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

/** All that CloudFormation has made for a stack and those nested in it. Rejects with the errors of AWS. */
export async function listStackResources(
  client: CloudFormationClient,
  StackName: string,
): Promise<readonly StackResource[]> {
  const own = await listOwnResources(client, StackName);
  const limit = pLimit(nestedAtOnce);
  const nested = nestedStacksIn(own).map((stack) =>
    limit(async () => {
      const resources = await listOwnResources(client, stack.physicalId);
      return resources.map((each) => ({
        ...each,
        logicalId: `${stack.logicalId}/${each.logicalId}`,
      }));
    }),
  );
  return [...own, ...(await Promise.all(nested)).flat()];
}

/**
 * The templates of nested stacks, by logical id, as they were given. Rejects with the errors of AWS.
 *
 * @param resources those of the root stack, at least.
 */
export async function readNestedTemplates(
  client: CloudFormationClient,
  resources: readonly StackResource[],
): Promise<ReadonlyMap<string, string>> {
  const limit = pLimit(nestedAtOnce);
  const entries = nestedStacksIn(resources).map(({ logicalId, physicalId }) =>
    limit(async () => [logicalId, await readTemplate(client, physicalId)] as const),
  );
  return new Map(await Promise.all(entries));
}

function nestedStacksIn(resources: readonly StackResource[]): readonly StackResource[] {
  return resources.filter(({ type }) => type === nestedStack);
}

/** CloudFormation goes on listing what a failed deployment has made and deleted again. */
async function listOwnResources(
  client: CloudFormationClient,
  StackName: string,
): Promise<readonly StackResource[]> {
  const resources: StackResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const each of page.StackResourceSummaries ?? []) {
      if (each.PhysicalResourceId === undefined) continue;
      if (each.ResourceStatus === "DELETE_COMPLETE") continue;
      resources.push({
        logicalId: each.LogicalResourceId ?? "",
        type: each.ResourceType ?? "",
        physicalId: each.PhysicalResourceId,
      });
    }
  }
  return resources;
}
