import { createRequire } from "node:module";
import { delimiter, dirname } from "node:path";

/** A process that runs the CDK. */
export interface CdkProcess {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The CDK of this project with these arguments, on the Node.js that runs this. */
export function cdkProcess(args: readonly string[], environment: NodeJS.ProcessEnv): CdkProcess {
  const cdk = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");
  // cdk.json names node, which must be the one that runs TypeScript.
  const PATH = [dirname(process.execPath), environment.PATH].join(delimiter);
  return { file: process.execPath, args: [cdk, ...args], env: { ...environment, PATH } };
}
