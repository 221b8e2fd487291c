import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What any stack has. */
export interface NestedStack {
  readonly template: unknown;
  /** [logical id, type, physical id] */
  readonly resources: readonly (readonly [string, string, string])[];
}

/** A stack and what belongs to it, as the APIs of AWS tell of them over HTTP. */
export interface DeployedStack extends NestedStack {
  /** By physical id; left out: there are none. */
  readonly nested?: Readonly<Record<string, NestedStack>>;
  readonly schedules: readonly { readonly Name: string; readonly State: string }[];
  readonly rules: readonly { readonly Name: string; readonly State: string }[];
  /** How many messages each queue has. */
  readonly messages: string;
  readonly secret: string;
}

/** As much of AWS as the command asks for a stack. */
export interface Aws {
  /** The environment of a command that is to use it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

export async function startAws(stack: DeployedStack): Promise<Aws> {
  const server = createServer(async (request, response) => {
    response.end(answer(stack, request, await readText(request)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer(stack: DeployedStack, request: IncomingMessage, text: string): string {
  const { url, headers } = request;
  if (url?.startsWith("/schedules?")) return JSON.stringify({ Schedules: stack.schedules });
  switch (headers["x-amz-target"]) {
    case "secretsmanager.GetSecretValue":
      return JSON.stringify({ SecretString: stack.secret });
    case "AmazonSQS.GetQueueAttributes":
      return JSON.stringify({ Attributes: { ApproximateNumberOfMessages: stack.messages } });
    case "AWSEvents.ListRules":
      return JSON.stringify({ Rules: stack.rules });
    default: {
      const query = new URLSearchParams(text);
      const asked = stack.nested?.[query.get("StackName") ?? ""] ?? stack;
      return cloudFormation(asked, query.get("Action") ?? "");
    }
  }
}

/** In the query protocol, with XML. */
function cloudFormation({ template, resources }: NestedStack, action: string): string {
  const result = (content: string) =>
    `<${action}Response><${action}Result>${content}</${action}Result></${action}Response>`;
  const output = (name: string) =>
    // The name of a host that is not the one of the environment.
    member({ OutputKey: name, OutputValue: `https://queues.invalid/${name}` });
  switch (action) {
    case "DescribeStacks": {
      const outputs = `<Outputs>${output("QueueUrl")}${output("DeadLettersUrl")}</Outputs>`;
      const status = "<StackStatus>UPDATE_COMPLETE</StackStatus>";
      return result(`<Stacks><member>${status}${outputs}</member></Stacks>`);
    }
    case "GetTemplate":
      return result(`<TemplateBody>${escaped(JSON.stringify(template))}</TemplateBody>`);
    default: {
      const members = resources.map(([LogicalResourceId, ResourceType, PhysicalResourceId]) =>
        member({ LogicalResourceId, ResourceType, PhysicalResourceId }),
      );
      return result(`<StackResourceSummaries>${members.join("")}</StackResourceSummaries>`);
    }
  }
}

function member(fields: Readonly<Record<string, string>>): string {
  const xml = Object.entries(fields).map(([name, text]) => `<${name}>${text}</${name}>`);
  return `<member>${xml.join("")}</member>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
