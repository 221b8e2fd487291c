import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Known } from "../functions/lambda/deployed-resources.ts";

/** Writes what is known into a folder. @returns the environment of the CDK that makes infra/app.ts read it. */
export async function writeDeployed(
  folder: string,
  known: Known,
): Promise<{ readonly DEPLOYED_RESOURCES: string }> {
  const DEPLOYED_RESOURCES = join(folder, "deployed.json");
  await writeFile(DEPLOYED_RESOURCES, JSON.stringify(known));
  return { DEPLOYED_RESOURCES };
}
