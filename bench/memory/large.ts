import type { APIGatewayProxyEventV2, SQSEvent, SQSRecord } from "aws-lambda";
import { batchSize, eventFor, oneMessage, tokenCall } from "../candidates/events.ts";
import { onEvent, order, routed } from "../candidates/order.ts";
import type { CloudOptions } from "../stand-ins/cloud.ts";

/** Bytes of the JSON of an event that Lambda takes: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const mostOfEvent = 6 * 2 ** 20;

/** Bytes of a message and of a body: see functions/request-body.ts. */
export const mostOfMessage = 2 ** 20;

/** What fills a large delivery, repeated as often as there is room. */
export const contents = {
  /** As events have it. */
  ordinary: { name: "item", size: 4096, tags: ["new", "large"], isPublic: true },
  /** Of what was tried, what becomes the largest objects for the bytes that it has in JSON. */
  costly: [{}],
} as const;

export type Content = keyof typeof contents;

/** With it, the inputs are nearly as large as GitHub takes: see dispatch/inputs.ts. */
const part = ["x".repeat(65_000)];

/** The dispatch that all large deliveries make; `toJSON` indents. */
export const largeOrder = {
  ...order,
  dispatch: { ...order.dispatch, inputs: { part: JSON.stringify(part, null, 2) } },
} as const satisfies CloudOptions;

/** Triggers that make that dispatch, for a call and for an event. */
export const largeTriggers: readonly string[] = [
  routed("deploy", "token", '{ part: "${{ toJSON(request.body.part) }}" }'),
  onEvent("pushed", '{ part: "${{ toJSON(event.detail.part) }}" }'),
];

/** The JSON of the largest batch that Lambda gives to the queue's function. */
export function largestBatch(content: Content): string {
  const batchOf = (count: number): string => {
    const Records = Array.from({ length: batchSize }, (_, index) => message(content, count, index));
    return JSON.stringify({ Records } satisfies SQSEvent);
  };
  return largest(batchOf, mostOfEvent);
}

/** The JSON of a call with the largest body that is taken. */
export function largestCall(content: Content): string {
  const bodyOf = (count: number) => JSON.stringify({ part, rest: filling(content, count) });
  const call = JSON.parse(tokenCall) as APIGatewayProxyEventV2;
  const body = largest(bodyOf, mostOfMessage);
  const headers = { ...call.headers, "content-length": String(body.length) };
  return JSON.stringify({ ...call, headers, body } satisfies APIGatewayProxyEventV2);
}

/** A message of the queue as it is, but for its id and its event's detail. */
function message(content: Content, count: number, index: number): SQSRecord {
  const { Records } = JSON.parse(eventFor(oneMessage, `{delivery}-${index}`)) as SQSEvent;
  const [record] = Records;
  if (record === undefined) throw new Error("there is no message");
  const { trigger, event } = JSON.parse(record.body) as { readonly trigger: string; event: object };
  const detail = { part, rest: filling(content, count) };
  return { ...record, body: JSON.stringify({ trigger, event: { ...event, detail } }) };
}

function filling(content: Content, count: number): readonly unknown[] {
  return Array.from({ length: count }, () => contents[content]);
}

/** The longest text of those that grow by as much with each more, after the first, that is in them. */
function largest(textOf: (count: number) => string, most: number): string {
  const [one, more] = [textOf(1).length, textOf(1001).length];
  return textOf(1 + Math.floor((1000 * (most - one)) / (more - one)));
}
