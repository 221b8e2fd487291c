import { z } from "zod";
import type { Checked, Complaint } from "../problem.ts";

/**
 * A mapping with these keys and no others. The message of an unknown key lists the known ones, from
 * which the reader of the file picks the nearest.
 */
export function block<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known : undefined),
  });
}

/** A value that must also pass a check that answers with complaints. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  check: (value: z.output<Schema>) => readonly Complaint[],
): Schema {
  return schema.check((context) => {
    for (const complaint of check(context.value as z.output<Schema>)) {
      context.issues.push(issueOf(complaint, context.value));
    }
  }) as Schema;
}

/** A value that is read into another, or complained about. */
export function read<Schema extends z.ZodType, Value>(
  schema: Schema,
  reader: (value: z.output<Schema>) => Checked<Value>,
) {
  return schema.transform((value, context): Value => {
    const result = reader(value);
    if (result.complaints === undefined) return result.value;
    for (const complaint of result.complaints) context.issues.push(issueOf(complaint, value));
    return z.NEVER;
  });
}

/** The complaint that an issue carries, if one of ours. */
export function complaintIn(issue: z.core.$ZodIssue): Complaint | undefined {
  if (issue.code !== "custom") return undefined;
  return issue.params?.complaint as Complaint | undefined;
}

function issueOf(complaint: Complaint, input: unknown): z.core.$ZodRawIssue {
  return {
    code: "custom",
    input,
    path: [...complaint.path],
    message: complaint.message,
    params: { complaint },
  };
}
