import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { TestContext } from "vitest";
import { region } from "./account.ts";
import type { Emulator } from "./emulator.ts";

/**
 * Where an emulator is known to do less than AWS. Every limit is looked for when the tests run, never
 * assumed; what an emulator must be able to do, it is held to.
 */
export const limits = {
  /** MiniStack, up to 1.5.33 at least. AWS: docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
  "context-attributes":
    "The emulator leaves Scheduler's context attributes as they are written: every firing is the same " +
    "delivery, and starts one run; what Scheduler makes of them is put on the queue by a test instead.",
  /** MiniStack, up to 1.5.33 at least. AWS: docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
  "time-to-live":
    "The emulator's CloudFormation leaves out a table's TimeToLiveSpecification: the ledger forgets nothing.",
  /** MiniStack without AUTH=true. Even with it, the signatures of calls to an HTTP API are not verified. */
  iam: "The emulator does not enforce IAM (MiniStack: AUTH=true), so it refuses no caller.",
  /** MiniStack without Python's cryptography: it takes every token for forged. */
  jwt: "The emulator can't verify JSON Web Tokens (MiniStack: pip install cryptography).",
  /** MiniStack 1.4: it answers DeleteStack with success, but knows stacks by their names only. */
  destroy:
    "The emulator does not delete a stack that is named by its ARN: the stack is still there.",
} as const;

export type Limit = keyof typeof limits;

/** Whether the emulator refuses credentials that it doesn't know. */
export async function enforcesIam({ url }: Emulator): Promise<boolean> {
  const credentials = { accessKeyId: "nobody", secretAccessKey: "nothing" };
  const client = new SecretsManagerClient({ endpoint: url, region, credentials });
  try {
    await client.send(new ListSecretsCommand({}));
    return false;
  } catch {
    return true;
  }
}

/** Prints the limit that a test comes upon. */
export function report(limit: Limit): void {
  console.log(`Limit of the emulator: ${limits[limit]}`);
}

/**
 * Skips the rest of a test, and prints why.
 *
 * @throws Error if the emulator is known not to have the limit: then the fault is elsewhere.
 */
export function skip(context: TestContext, { mayHave }: Emulator, limit: Limit): never {
  if (!mayHave.includes(limit))
    throw new Error(`This is said of other emulators: ${limits[limit]}`);
  report(limit);
  return context.skip(limits[limit]);
}
