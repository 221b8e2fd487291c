import type { IncomingHttpHeaders } from "node:http";
import { type Answer, objectIn, type Request } from "./exchange.ts";

/** A service of AWS that speaks JSON: smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export interface JsonService {
  /** The name that its requests are signed for. */
  readonly signingName: string;
  /** What stands before the operation's name in `x-amz-target`. */
  readonly target: string;
  readonly contentType: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Answers what a request asks for. */
export type Operation = (input: Readonly<Record<string, unknown>>) => Answer;

/** An error of AWS, which the SDK tells by its type. */
export function awsError(status: number, type: string, message: string, more: object = {}): Answer {
  return { status, body: { __type: type, message, ...more } };
}

/** Answers a request to a service, or refuses it as AWS does. */
export function answerAws(service: JsonService, { method, path, headers, body }: Request): Answer {
  const { target, contentType, operations } = service;
  if (method !== "POST" || path !== "/") return unknownOperation();
  const fault = signatureFault(headers, service.signingName);
  if (fault !== undefined) return awsError(400, "IncompleteSignatureException", fault);
  if (headers["content-type"] !== contentType) return unknownOperation();
  const [, name = ""] = String(headers["x-amz-target"]).split(`${target}.`);
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) return unknownOperation();
  const input = objectIn(body);
  if (input === undefined) return awsError(400, "SerializationException", "no JSON object");
  const answer = operation(input);
  return { ...answer, headers: { "content-type": contentType, ...answer.headers } };
}

function unknownOperation(): Answer {
  return awsError(400, "UnknownOperationException", "there is no such operation");
}

const form =
  /^AWS4-HMAC-SHA256 Credential=[^/\s]+\/(\d{8})\/[a-z\d-]+\/([a-z]+)\/aws4_request, ?SignedHeaders=([a-z\d;-]+), ?Signature=[\da-f]{64}$/;

/**
 * What is wrong with the form of a signature; nothing if it has the form of version 4. It is not computed
 * again, since who makes it has tests of its own and the time would be measured with the rest.
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureFault(headers: IncomingHttpHeaders, service: string): string | undefined {
  const [, day, signedFor, list = ""] = form.exec(headers.authorization ?? "") ?? [];
  if (day === undefined) return "authorization has not the form of AWS4-HMAC-SHA256";
  if (signedFor !== service) return `it is signed for ${signedFor}, not for ${service}`;
  if (!String(headers["x-amz-date"]).startsWith(`${day}T`)) return "x-amz-date is of another day";
  const signed = list.split(";");
  if (signed.join() !== signed.toSorted().join()) return "SignedHeaders are not in order";
  const absent = signed.filter((name) => headers[name] === undefined);
  if (absent.length > 0) return `${absent.join(", ")} is signed and not there`;
  const needed = Object.keys(headers).filter((name) => /^(host|x-amz-.*)$/.test(name));
  const unsigned = needed.filter((name) => !signed.includes(name));
  return unsigned.length > 0 ? `${unsigned.join(", ")} is not signed` : undefined;
}
