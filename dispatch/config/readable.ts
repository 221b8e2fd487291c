import { z } from "zod";
import { checked } from "./blocks.ts";
import { checkTemplate } from "./rules.ts";
import { schedule } from "./schedule-schema.ts";
import { event, http, inputValue } from "./schema.ts";

/**
 * The file as far as it can be read: what is wrong in itself is null, so that one mistake doesn't hide
 * the others. Whether something is there at all is judged by undefined.
 */
const readable = z.object({
  credentials: z.record(z.string(), z.unknown()).catch({}),
  defaults: z
    .object({
      repository: z.unknown().optional(),
      ref: z.unknown().optional(),
      credential: z.string().nullable().optional().catch(null),
    })
    .catch({}),
  triggers: z
    .record(
      z.string(),
      z
        .object({
          on: z
            .object({
              schedule: z.array(schedule.nullable().catch(null)).optional().catch([]),
              http: http.nullable().optional().catch(null),
              event: event.nullable().optional().catch(null),
            })
            .nullable()
            .catch(null),
          repository: z.unknown().optional(),
          ref: z.unknown().optional(),
          credential: z.string().nullable().optional().catch(null),
          inputs: z
            .union([
              checked(z.string(), checkTemplate),
              z.record(z.string(), inputValue.nullable().catch(null)),
            ])
            .optional()
            .catch({}),
          "correlation-input": z.string().nullable().optional().catch(null),
        })
        .nullable()
        .catch(null),
    )
    .catch({}),
});

export type Readable = z.output<typeof readable>;
export type ReadableTrigger = NonNullable<Readable["triggers"][string]>;

/** Reads what can be read of the file's content. */
export function readPieces(content: unknown): Readable {
  const { data } = readable.safeParse(content);
  return data ?? readable.parse({ credentials: {}, defaults: {}, triggers: {} });
}
