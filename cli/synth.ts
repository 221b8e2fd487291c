import { runCdk, runCdkCommand } from "./cdk.ts";

const usage = `
npm run synth -- [options of cdk synth]

Writes the CloudFormation template of triggers.yaml, with those of nested stacks if there are any, to cdk.out
and prints it (--quiet: only writes it). It goes by the file alone, and asks nobody what is deployed.

environment
  TRIGGERS    the path of the file (triggers.yaml)
  STACK_NAME  the name of the stack (WorkflowDispatcher)

exit codes
  0  the template is written
  1  the CDK failed
  2  triggers.yaml has problems
`;

await runCdkCommand(usage, (args) => runCdk(["synth", ...args]));
