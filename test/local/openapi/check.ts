import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { OpenApiDocument, Operation } from "../../../local/openapi/document.ts";

/** What an independent validator finds against a document. */
export async function complaintsAbout(document: OpenApiDocument): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  return valid ? undefined : errors;
}

/** An operation with its place. */
export interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

export function operationsOf({ paths }: OpenApiDocument): readonly PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** Checks values against the schemas of a document, as JSON Schema 2020-12. */
export interface SchemaChecker {
  /** What is wrong with a value; nothing if it fits. */
  body(name: string, value: unknown): string | undefined;
  /** Why an answer is none that the operation tells of; nothing if it is. */
  answer(operation: Operation, answer: Response, body: unknown): string | undefined;
}

export function checkerOf(document: OpenApiDocument): SchemaChecker {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "https://document.example/", ...document });
  const complain = (pointer: string, value: unknown) => {
    const validate = ajv.getSchema(`https://document.example/#${pointer}`);
    if (validate === undefined) return `there is no ${pointer}`;
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
  };
  return {
    body: (name, value) => complain(`/components/schemas/${name}`, value),
    answer({ responses }, { status, headers }, body) {
      const reference = responses[status]?.$ref;
      if (reference === undefined) return `${status} is not told`;
      const type = headers.get("content-type") ?? "";
      const name = reference.replace("#/components/responses/", "");
      const { headers: told = {}, content = {} } = document.components.responses[name] ?? {};
      if (content[type] === undefined) return `${status} with ${type} is not told`;
      const own = ["location", "retry-after", "www-authenticate", "idempotency-replayed"];
      const names = Object.keys(told).map((header) => header.toLowerCase());
      const untold = own.filter((header) => headers.has(header) && !names.includes(header));
      if (untold.length > 0) return `${status} has ${untold.join(", ")}, which is not told`;
      const pointer = `${reference.slice(1)}/content/${type.replace("/", "~1")}/schema`;
      return complain(pointer, body);
    },
  };
}
