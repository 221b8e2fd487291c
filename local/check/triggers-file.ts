import { type Config, readConfig } from "../../dispatch/config.ts";
import type { Problem } from "../../dispatch/problem.ts";
import { credentialNamed, findTrigger } from "../../dispatch/trigger.ts";
import type { Fault } from "./finding.ts";

/** A file of triggers without problems, and where everything in it stands. */
export interface TriggersFile {
  readonly config: Config;
  /** The place of a trigger's fault: in the trigger, in the defaults, or at the credential that it uses. */
  place(trigger: string, fault: Fault): Problem;
}

/** Reads triggers.yaml: either the file, or everything that is wrong with it. */
export function readTriggersFile(
  text: string,
):
  | { readonly file: TriggersFile; readonly problems?: never }
  | { readonly file?: never; readonly problems: readonly Problem[] } {
  const { config, source, problems } = readConfig(text);
  if (config === undefined) return { problems };
  return {
    file: {
      config,
      place: (trigger, { code: _, ...fault }) =>
        source.place({ ...fault, path: pathOf(config, source.content, trigger, fault.path) }),
    },
  };
}

/** What a trigger does not say itself, it has from the defaults. */
function pathOf(
  config: Config,
  content: unknown,
  name: string,
  path: Fault["path"],
): readonly (string | number)[] {
  const [key] = path;
  const trigger = findTrigger(config, name);
  if (key === "credential" && trigger !== undefined) {
    const { app } = credentialNamed(trigger.credential, config.credentials);
    return ["credentials", trigger.credential, app === undefined ? "pat" : "app"];
  }
  const own = ["triggers", name, ...path];
  const isInherited = key === "repository" || key === "ref";
  return isInherited && !has(content, ["triggers", name, key]) ? ["defaults", key] : own;
}

function has(content: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, key)) return false;
  return has((content as Readonly<Record<string, unknown>>)[key], rest);
}
