import type { HttpRoute, Trigger } from "../../dispatch/config.ts";
import { type Body, bodyOf } from "./body.ts";
import type { Operation } from "./document.ts";
import { type Field, fieldsOf } from "./fields.ts";
import type { KnownWorkflow } from "./known-workflows.ts";
import { parametersOf } from "./parameters.ts";
import type { DocumentedPath } from "./paths.ts";
import { readsOf } from "./reads.ts";
import { type NamedResponse, responsesOf } from "./responses.ts";
import type { NamedScheme } from "./security.ts";

/** What an operation is made from. */
export interface OperationSource {
  readonly name: string;
  readonly trigger: Trigger;
  readonly route: HttpRoute;
  readonly place: DocumentedPath;
  readonly workflow: KnownWorkflow | undefined;
  readonly scheme: NamedScheme | undefined;
}

/** An operation with the parts that it shares with others. */
export interface MadeOperation {
  readonly operation: Operation;
  readonly body: Body | undefined;
  /** The name of the body's schema. */
  readonly bodyName: string;
  readonly responses: readonly NamedResponse[];
}

/** The operation that calls a trigger's route. */
export function operationOf(source: OperationSource): MadeOperation {
  const { name, trigger, route, place, workflow, scheme } = source;
  const correlation = trigger["correlation-input"];
  const inputs = workflow?.inputs?.filter((input) => input.name !== correlation);
  const fields = fieldsOf(readsOf(trigger.inputs), inputs);
  const bodyName = `${name}-body`;
  const body = bodyOf(route, fields, bodyName);
  const parameters = parametersOf(route, place.parameters, fields);
  const responses = responsesOf(route.auth.kind, route.queue);
  const operation: Operation = {
    operationId: name,
    tags: [trigger.repository],
    summary: `Starts ${trigger.workflow} of ${trigger.repository} at ${trigger.ref} (${name})`,
    description: describe(source, fields),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: body.requestBody }),
    responses: Object.fromEntries(
      responses.map((each) => [each.status, { $ref: `#/components/responses/${each.name}` }]),
    ),
    security: scheme === undefined ? [] : [{ [scheme.name]: [] }],
  };
  return { operation, body, bodyName, responses };
}

function describe(source: OperationSource, fields: readonly Field[]): string {
  const { name, route, place, workflow } = source;
  const { auth, queue, throttle } = route;
  const isGreedy = place.parameters.some((parameter) => parameter.isGreedy);
  const sentences = [
    `Starts the trigger \`${name}\`.`,
    queue
      ? "A call that GitHub can't take now is queued and answered 202."
      : "A call that GitHub can't take now is answered 503 with Retry-After; nothing is queued.",
    ...(auth.kind === "none" ? ["Everybody may call it."] : []),
    ...(throttle === undefined
      ? []
      : [`It takes ${throttle.rate} a second in the long run and ${throttle.burst} at once.`]),
    ...(isGreedy ? [`The route is \`${route.path}\`: its last parameter takes slashes, too.`] : []),
    ...wholes(fields),
    ...(workflow?.inputs === undefined ? ["The inputs of its workflow are not known here."] : []),
  ];
  return sentences.join(" ");
}

/** What is read as a whole is not told name by name. */
function wholes(fields: readonly Field[]): readonly string[] {
  const reads = (part: string) =>
    fields.some(({ path }) => path.length < 2 && (path[0] ?? part) === part);
  return ["query", "headers"].filter(reads).map((part) => `The trigger reads all of the ${part}.`);
}
