import { join } from "node:path";
import { buildInstead } from "../candidates/bundle.ts";
import type { Candidate } from "../candidates/candidate.ts";
import { numberedCall } from "../candidates/events.ts";
import { configOf, functionsIn } from "../candidates/functions.ts";
import { grownFile } from "../growth/triggers.ts";
import type { Address } from "../stand-ins/start.ts";
import type { Comparison, Difference } from "./comparisons.ts";

/** The function `http`, as deployed or otherwise. */
export interface Variant {
  readonly what: string;
  /** See `Difference`. */
  readonly where?: string | undefined;
  readonly candidate: Candidate;
}

const asDeployed: Difference = { what: "as deployed" };

/** Builds what is compared; the first is what is deployed. @param folder where bundles are written. */
export async function buildVariants(
  { triggers, differences }: Comparison,
  folder: string,
  address: Address,
): Promise<readonly Variant[]> {
  const config = configOf(grownFile("http", triggers, address.gitHub));
  const variants: Variant[] = [];
  for (const [index, difference] of [asDeployed, ...differences].entries()) {
    const place = join(folder, `variant-${index}`);
    await buildInstead(config, place, difference.instead, difference.options);
    variants.push(variantIn(place, difference, address));
  }
  return variants;
}

function variantIn(
  folder: string,
  { what, where, isCompileCached = false }: Difference,
  address: Address,
): Variant {
  const options = { name: what, event: numberedCall };
  const { environment, ...candidate } = functionsIn(folder, address)("http", options);
  const cache = isCompileCached ? { NODE_COMPILE_CACHE: join(folder, "compile-cache") } : {};
  return { what, where, candidate: { ...candidate, environment: { ...environment, ...cache } } };
}
