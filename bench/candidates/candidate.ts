import type { Address } from "../stand-ins/start.ts";
import { environmentOf } from "./environment.ts";

/** A handler that is measured. */
export interface Candidate {
  readonly name: string;
  /** The module that exports the handler. */
  readonly file: string;
  /** The JSON of an event: see `eventFor`. */
  readonly event: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A handler with the environment that it has in Lambda. @param address where AWS and GitHub are. */
export function candidateOf(
  { name, file, event }: Omit<Candidate, "environment">,
  address: Address,
): Candidate {
  return { name, file, event, environment: environmentOf(name, file, address) };
}
