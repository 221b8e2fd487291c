import type { Config } from "../../dispatch/config.ts";
import { documentedPace } from "../../dispatch/pace/windows.ts";
import { countOf, green, type Line, red, yellow } from "./line.ts";

/** How many messages a queue has. */
export interface QueueDepth {
  /** That may be received now. */
  readonly waiting: number;
  /** That are being handled, or were put off while they were. */
  readonly inFlight: number;
  /** That are not to be received yet, and never were. */
  readonly delayed: number;
  /** Milliseconds since the first of those that wait could be received; nothing if it is not known. */
  readonly oldest?: number | undefined;
}

/** Milliseconds after which a message that waits is taken by nobody: a queue is asked every second. */
const patience = 5 * 60 * 1000;

const backlogMend = {
  deployed:
    "It empties by itself. If it should not be that full, see what came in: npm run history -- --deployed.",
  local:
    "It empties while npm start runs. If it should not be that full, see what came in: npm run history.",
};

/** How full the queue of deliveries is, and how long it takes until it is empty. */
export function queueLine(depth: QueueDepth, { credentials }: Config, isDeployed: boolean): Line {
  const { waiting, inFlight, delayed, oldest = 0 } = depth;
  const total = waiting + inFlight + delayed;
  const found = `${waiting} waiting, ${inFlight} in flight, ${delayed} delayed`;
  const slowest = Math.min(
    ...Object.values(credentials).map(({ pace = documentedPace }) => pace["per-hour"]),
  );
  if (total > slowest) {
    const hours = Math.ceil(total / slowest);
    const time = `At ${slowest} an hour for a credential, that takes up to ${countOf(hours, "hour")}`;
    return yellow("queue", `${found}. ${time}`, backlogMend[isDeployed ? "deployed" : "local"]);
  }
  if (oldest <= patience) return green("queue", found);
  const minutes = Math.floor(oldest / 60_000);
  return yellow(
    "queue",
    `${found}; nobody has taken the first for ${countOf(minutes, "minute")}`,
    "Start what dispatches them: npm start.",
  );
}

/** How many dead letters there are. */
export function deadLettersLine(count: number, isDeployed: boolean): Line {
  if (count === 0) return green("dead letters", "none");
  const option = isDeployed ? " --deployed" : "";
  const mend = `See what they are: npm run redrive -- --dry-run${option}. Without --dry-run they are tried again.`;
  return yellow("dead letters", `${count}`, mend);
}

/**
 * A queue of the stack that is not there any more. CloudFormation leaves alone what it was given no change
 * for, unless it is told to look at what is there:
 * docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html.
 */
export function deletedLine(about: string, url: string): Line {
  const mend =
    "npm run deploy does not make it again by itself; npm run deploy -- --revert-drift may. If it does not, " +
    "delete the stack, with what its ledger knows, then npm run deploy.";
  return red(about, `deleted in AWS: ${url}`, mend);
}
