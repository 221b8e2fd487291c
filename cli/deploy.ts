import { runCdkCommand } from "./cdk.ts";

const usage = `
npm run deploy -- [options of cdk deploy]

Deploys triggers.yaml to the AWS account and region of your credentials. The first time in a region,
run npx cdk bootstrap before.

environment
  TRIGGERS    the path of the file (triggers.yaml)
  STACK_NAME  the name of the stack (WorkflowDispatcher)

exit codes
  0  it is deployed
  1  the CDK or AWS refused it
  2  triggers.yaml has problems
`;

await runCdkCommand("deploy", usage);
