import { z } from "zod";
import { read } from "./blocks.ts";
import { checkEventPattern } from "./event-pattern.ts";

/** A field of an event with what it may be; the pattern as a whole is checked by `checkEventPattern`. */
function matchers(description: string, example: readonly unknown[]) {
  return z
    .unknown()
    .optional()
    .meta({ type: "array", description, examples: [example] });
}

/** The events that start a trigger: an EventBridge event pattern, and its bus. */
export const event = read(
  z
    .looseObject({
      bus: z
        .string()
        .regex(/^(arn:[\w:/.-]+|[\w./-]{1,256})$/)
        .optional()
        .meta({
          description: "The event bus, by name or ARN. Left out: the account's default bus.",
          examples: ["orders"],
        }),
      source: matchers("Who sends the event.", ["aws.s3"]),
      "detail-type": matchers("What kind of event it is.", ["Object Created"]),
      detail: z
        .unknown()
        .optional()
        .meta({
          type: "object",
          description: "What the event says, field by field.",
          examples: [{ bucket: { name: ["uploads"] } }],
        }),
      account: matchers("The account that the event comes from.", ["123456789012"]),
      region: matchers("The region that the event comes from.", ["eu-central-1"]),
      resources: matchers("The ARNs that the event is about.", [
        { prefix: "arn:aws:s3:::uploads" },
      ]),
      time: matchers("When it happened.", [{ prefix: "2027-01-" }]),
      id: matchers("The id of the event.", ["17793124-05d4-b198-2fde-7ededc63b103"]),
      version: matchers("The version of the event's form, which is 0.", ["0"]),
      "replay-name": matchers("The replay that sends the event again.", [{ exists: false }]),
      $or: matchers("Patterns of which one must match.", [
        { source: ["aws.s3"] },
        { region: ["eu-central-1"] },
      ]),
    })
    .meta({ minProperties: 1, additionalProperties: false }),
  ({ bus, ...pattern }) => {
    const complaints = checkEventPattern(pattern);
    return complaints.length > 0 ? { complaints } : { value: { bus: bus ?? "default", pattern } };
  },
);
