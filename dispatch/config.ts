import type { z } from "zod";
import type { HmacAuth, JwtAuth, TokenAuth } from "./config/auth-schema.ts";
import { checkTogether } from "./config/checks.ts";
import type { AppCredential, PatCredential } from "./config/credential-schema.ts";
import { findingsOf } from "./config/issues.ts";
import { defaultMaxAge } from "./config/max-age.ts";
import { readYaml, type Source } from "./config/places.ts";
import { readPieces } from "./config/readable.ts";
import type { schedule } from "./config/schedule-schema.ts";
import { type event, file, type http, type trigger } from "./config/schema.ts";
import type { Problem } from "./problem.ts";

export type { AppCredential, HmacAuth, JwtAuth, PatCredential, TokenAuth };
export type Credential = PatCredential | AppCredential;
export type Schedule = z.output<typeof schedule>;
export type HttpRoute = z.output<typeof http>;
export type Auth = HttpRoute["auth"];
export type EventRule = z.output<typeof event>;

/** What starts a trigger, and what it starts, with the file's defaults filled in. */
export interface Trigger
  extends Omit<z.output<typeof trigger>, "repository" | "ref" | "credential" | "retry"> {
  readonly repository: string;
  readonly ref: string;
  readonly credential: string;
  /** In seconds. */
  readonly "max-age": number;
}

/** A checked file. It is plain JSON, and the functions are deployed with it. */
export interface Config {
  readonly credentials: Readonly<Record<string, Credential>>;
  readonly triggers: Readonly<Record<string, Trigger>>;
}

/** Reads triggers.yaml: either the config, with where things stand, or everything that is wrong with the file. */
export function readConfig(
  text: string,
):
  | { readonly config: Config; readonly source: Source; readonly problems?: never }
  | { readonly config?: never; readonly source?: never; readonly problems: readonly Problem[] } {
  const source = readYaml(text);
  if (source.problems.length > 0) return { problems: source.problems };
  const content = source.content ?? {};
  const { data, error } = file.safeParse(content);
  const together = checkTogether(readPieces(content));
  if (data !== undefined && together.length === 0) return { config: withDefaults(data), source };
  const findings = [...findingsOf(error?.issues ?? [], content), ...together];
  const problems = findings.map(source.place);
  return { problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function withDefaults(content: z.output<typeof file>): Config {
  const { defaults } = content;
  const triggers = Object.entries(content.triggers).map(([name, entry]) => {
    const { repository, ref, credential = "default", retry, ...rest } = { ...defaults, ...entry };
    if (repository === undefined || ref === undefined) {
      throw new Error(`the checked trigger '${name}' has no target`);
    }
    const maxAge = retry?.["max-age"] ?? defaultMaxAge;
    return [name, { ...rest, repository, ref, credential, "max-age": maxAge }];
  });
  return { credentials: content.credentials, triggers: Object.fromEntries(triggers) };
}
