import { z } from "zod";
import type { Checked } from "../problem.ts";
import { block, read } from "./blocks.ts";
import { editorPatterns } from "./editor-patterns.ts";
import { quote } from "./rules.ts";

/**
 * SQS hands a message out 1,000 times at most; waits grow so that it doesn't come to that, but not to hours:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html (RedrivePolicy)
 */
const longest = 3 * 24 * 3600;
const shortest = 60;

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

/** Reads `90m`, `24h` or `2d` as seconds. */
function readDuration(text: string): Checked<number> {
  const [, count, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? Number.NaN);
  if (seconds >= shortest && seconds <= longest) return { value: seconds };
  const complaint = {
    path: [],
    message: Number.isNaN(seconds) ? "This is not a length of time." : "This is out of range.",
    found: quote(text),
    allowed: "minutes, hours or days from 1m to 3d",
    mend: "Write it like 90m, 24h or 2d.",
  };
  return { complaints: [complaint] };
}

const retry = block({
  "max-age": read(z.string(), readDuration)
    .optional()
    .meta({
      ...editorPatterns.duration,
      description:
        "How long a delivery that GitHub can't take is tried again, before it goes to the dead letters.",
      examples: ["24h"],
    }),
});

/** How a trigger's deliveries are kept from being lost and doubled. */
export const reliability = {
  retry: retry.optional().meta({
    description: "How long it is tried. Left out: 24 hours.",
    examples: [{ "max-age": "24h" }],
  }),
  once: z
    .enum(["strict", "best-effort"])
    .optional()
    .meta({
      description:
        "What happens while the ledger of dispatches can't be reached. strict (the default): deliveries wait. best-effort: they are sent, and one that comes twice starts two runs.",
      examples: ["strict"],
    }),
  "when-unsure": z
    .enum(["hold", "resend"])
    .optional()
    .meta({
      description:
        "What happens with a delivery of which nobody can tell whether it has started a run. hold (the default): it goes to the dead letters, with the runs that it may have started. resend: it is sent again.",
      examples: ["hold"],
    }),
  reenable: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether a workflow that GitHub has disabled after 60 days without commits is enabled and started. One that somebody has disabled stays so. Left out: false.",
      examples: [true],
    }),
};
