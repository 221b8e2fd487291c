import type { Edition } from "./edition.ts";
import type { Refusal } from "./message.ts";

/** The body of a dispatch, as far as it can be checked without the workflow. */
export interface DispatchRequest {
  readonly ref: string;
  /** As sent: the values may still be of any type. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly returnRunDetails: boolean;
}

/** The request, or why GitHub refuses it. */
export type DispatchRequestReading =
  | { readonly request: DispatchRequest; readonly refusal?: never }
  | { readonly request?: never; readonly refusal: Refusal };

/** GitHub counts the compact JSON of the whole `inputs` object, in characters, not in bytes. */
const maxInputsLength = 65_535;

/**
 * Reads the body of `POST …/dispatches` (docs.github.com/en/rest/actions/workflows). The content type
 * does not matter to GitHub. What is no JSON and what is no object is 400
 * (docs.github.com/en/rest/overview/resources-in-the-rest-api#client-errors); what does not fit the
 * endpoint's schema is 422, with all of the schema's complaints, one a line.
 */
export function readDispatchRequest(
  body: Uint8Array,
  edition: Edition,
  apiVersion: string,
): DispatchRequestReading {
  const parsed = parseJson(body);
  if (parsed === undefined) return refused(400, "Problems parsing JSON");
  if (parsed.value === null) return invalidRequest(["For 'links/0/schema', nil is not an object."]);
  if (!isRecord(parsed.value)) return refused(400, "Body should be a JSON object");
  const detailsAllowed = edition.runDetailsOnRequest && apiVersion === "2022-11-28";
  const complaints = checkSchema(parsed.value, edition.maxInputs, detailsAllowed);
  if (complaints.length > 0) return invalidRequest(complaints);
  const { ref, inputs = {}, return_run_details: details } = parsed.value;
  return {
    request: {
      ref: String(ref),
      inputs: isRecord(inputs) ? inputs : {},
      returnRunDetails: details === true,
    },
  };
}

/**
 * Whether the inputs are longer than GitHub takes; all values must be text. Characters outside the
 * basic plane count twice here, which is the stricter of the two readings.
 */
export function areTooLarge(inputs: Readonly<Record<string, unknown>>): boolean {
  return JSON.stringify(inputs).length > maxInputsLength;
}

function refused(status: number, message: string): DispatchRequestReading {
  return { refusal: { status, message } };
}

function invalidRequest(complaints: readonly string[]): DispatchRequestReading {
  return refused(422, `Invalid request.\n\n${complaints.join("\n")}`);
}

/** An empty body counts as null. */
function parseJson(body: Uint8Array): { readonly value: unknown } | undefined {
  if (body.length === 0) return { value: null };
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkSchema(
  body: Readonly<Record<string, unknown>>,
  maxInputs: number,
  detailsAllowed: boolean,
): string[] {
  const known = ["ref", "inputs", ...(detailsAllowed ? ["return_run_details"] : [])];
  const extra = Object.keys(body).filter((key) => !known.includes(key));
  const { ref, inputs, return_run_details: details } = body;
  const complaints: string[] = [];
  if (extra.length > 0) complaints.push(notPermitted(extra));
  if (ref !== undefined && typeof ref !== "string")
    complaints.push(wrongType("ref", ref, "string"));
  if (inputs !== undefined) complaints.push(...checkInputs(inputs, maxInputs));
  if (detailsAllowed && details !== undefined && typeof details !== "boolean") {
    complaints.push(wrongType("return_run_details", details, "boolean"));
  }
  if (ref === undefined) complaints.push(`"ref" wasn't supplied.`);
  return complaints;
}

function checkInputs(inputs: unknown, maxInputs: number): string[] {
  if (!isRecord(inputs)) return [wrongType("inputs", inputs, "object")];
  const count = Object.keys(inputs).length;
  return count > maxInputs
    ? [`No more than ${maxInputs} properties are allowed; ${count} were supplied.`]
    : [];
}

function notPermitted(keys: readonly string[]): string {
  const names = `"${keys.toSorted().join('", "')}"`;
  return keys.length === 1
    ? `${names} is not a permitted key.`
    : `${names} are not permitted keys.`;
}

function wrongType(key: string, value: unknown, type: string): string {
  const article = type === "object" ? "an" : "a";
  return `For 'properties/${key}', ${inspect(value)} is not ${article} ${type}.`;
}

/** A value as GitHub's messages show it; the content of lists and objects is left out. */
function inspect(value: unknown): string {
  if (value === null) return "nil";
  if (Array.isArray(value)) return "[...]";
  return typeof value === "object" ? "{...}" : JSON.stringify(value);
}
