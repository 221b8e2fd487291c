import { parameterPlaces, routeShape } from "./http-rules.ts";
import type { Finding } from "./issues.ts";
import type { ReadableTrigger } from "./readable.ts";

type NamedTriggers = readonly (readonly [name: string, trigger: ReadableTrigger])[];

/** Whether the routes of all triggers can stand in one API. */
export function checkRoutes(triggers: NamedTriggers): readonly Finding[] {
  return [...checkDuplicates(triggers), ...checkParameterNames(triggers)];
}

function checkDuplicates(triggers: NamedTriggers): readonly Finding[] {
  const owners = new Map<string, string>();
  return triggers.flatMap(([name, { on }]) => {
    if (!on?.http) return [];
    const shape = routeShape(on.http.method, on.http.path);
    const owner = owners.get(shape);
    if (owner === undefined) {
      owners.set(shape, name);
      return [];
    }
    return {
      path: ["triggers", name, "on", "http", "path"],
      at: "value" as const,
      message: `The trigger ${owner} has this route already.`,
      found: `${on.http.method} ${on.http.path}`,
      allowed: "each route once; the names of parameters make no difference",
      mend: "Change the method or the path of one of the two.",
    };
  });
}

/** API Gateway refuses routes that name the parameter at one place of a path differently. */
function checkParameterNames(triggers: NamedTriggers): readonly Finding[] {
  const names = new Map<string, string>();
  return triggers.flatMap(([trigger, { on }]) => {
    if (!on?.http) return [];
    const { method, path } = on.http;
    return parameterPlaces(method, path).flatMap(([place, name]) => {
      const known = names.get(place) ?? name;
      names.set(place, known);
      if (known === name) return [];
      return {
        path: ["triggers", trigger, "on", "http", "path"],
        at: "value" as const,
        message: `Another route calls the parameter at this place {${known}}.`,
        found: `{${name}} in ${method} ${path}`,
        allowed: "one name for the parameter at one place",
        mend: `Write {${known}}.`,
      };
    });
  });
}
