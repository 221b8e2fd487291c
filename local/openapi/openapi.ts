import type { Config, HttpRoute, Trigger } from "../../dispatch/config.ts";
import type { OpenApiDocument, Operation } from "./document.ts";
import type { KnownWorkflow } from "./known-workflows.ts";
import { type MadeOperation, operationOf } from "./operation.ts";
import { documentedPaths } from "./paths.ts";
import { schemesOf } from "./security.ts";
import { serversOf } from "./servers.ts";
import { sharedSchemas } from "./shared-schemas.ts";

/** What a document is made from. */
export interface OpenApiSource {
  readonly config: Config;
  /** What is known of the workflows, by the name of the trigger: see `knownWorkflows`. */
  readonly workflows: ReadonlyMap<string, KnownWorkflow>;
  readonly title: string;
  readonly version: string;
  /** The base URLs of the API; with none of them, this machine's and a deployment's. */
  readonly urls: readonly string[];
}

interface Called {
  readonly name: string;
  readonly trigger: Trigger;
  readonly route: HttpRoute;
}

/** The OpenAPI document of a config's routes: the same for the same config and workflows. */
export function openApiDocument(source: OpenApiSource): OpenApiDocument {
  const { config, workflows, title, version, urls } = source;
  const called = Object.entries(config.triggers).flatMap(([name, trigger]): readonly Called[] =>
    trigger.on.http === undefined ? [] : [{ name, trigger, route: trigger.on.http }],
  );
  const places = documentedPaths(called.map(({ route }) => route));
  const schemes = schemesOf(called.map(({ name, route }) => [name, route.auth] as const));
  const made = called.flatMap((each, index) => {
    const [place, workflow] = [places[index], workflows.get(each.name)];
    if (place === undefined) return [];
    const operation = operationOf({ ...each, place, workflow, scheme: schemes.get(each.name) });
    return [{ ...operation, path: place.path, method: each.route.method.toLowerCase() }];
  });
  return {
    openapi: "3.1.1",
    info: { title, version, description },
    servers: serversOf(urls),
    tags: tagsOf(called),
    paths: pathsOf(made),
    components: {
      schemas: { ...sharedSchemas, ...bodySchemas(made) },
      responses: responsesOf(made),
      securitySchemes: Object.fromEntries(
        [...schemes.values()].map(({ name, scheme }) => [name, scheme]),
      ),
    },
  };
}

const description =
  "Each route starts a workflow of GitHub Actions by a trigger of triggers.yaml. A call chooses neither the repository nor the workflow nor the ref. Failures are problem details (RFC 9457) with a stable code.";

function tagsOf(called: readonly Called[]): OpenApiDocument["tags"] {
  const names = [...new Set(called.map(({ trigger }) => trigger.repository))];
  return names.map((name) => ({ name, description: `Starts workflows of ${name}.` }));
}

interface Placed {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function pathsOf(made: readonly Placed[]): OpenApiDocument["paths"] {
  const paths = Map.groupBy(made, ({ path }) => path);
  const entries = [...paths].map(([path, operations]) => {
    const methods = operations.map(({ method, operation }) => [method, operation] as const);
    return [path, Object.fromEntries(methods)] as const;
  });
  return Object.fromEntries(entries);
}

function bodySchemas(made: readonly MadeOperation[]) {
  const schemas = made.flatMap(({ bodyName, body }) =>
    body === undefined ? [] : [[bodyName, body.schema] as const],
  );
  return Object.fromEntries(schemas);
}

function responsesOf(made: readonly MadeOperation[]) {
  const named = made.flatMap(({ responses }) => responses);
  const sorted = [...named].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return Object.fromEntries(sorted.map(({ name, response }) => [name, response]));
}
