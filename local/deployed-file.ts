import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What infra/app.ts is told of what is deployed, as infra/refusal.ts and infra/placement.ts have it. */
export type Known =
  | {
      /** Logical ids; in a nested stack, behind that of the nested stack and a slash. */
      readonly resources: readonly string[];
      /** The most schedules, rules and routes that are to be new. */
      readonly newAtMost?: number;
    }
  | {
      /** Why it could not be asked. */
      readonly unknown: string;
    };

/** Writes it into a folder. @returns the environment of the CDK that makes the app read it. */
export async function writeDeployed(
  folder: string,
  known: Known,
): Promise<{ readonly DEPLOYED_RESOURCES: string }> {
  const DEPLOYED_RESOURCES = join(folder, "deployed.json");
  await writeFile(DEPLOYED_RESOURCES, JSON.stringify(known));
  return { DEPLOYED_RESOURCES };
}
