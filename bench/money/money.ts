import { documentedPace } from "../../dispatch/pace/windows.ts";
import type { Benchmark } from "../benchmark.ts";
import { recordedResults } from "../report/documents.ts";
import { billsFor } from "./bills.ts";
import { deployed, longPoll, megabytesOfOneProcessor, waits } from "./deployed.ts";
import { durationsIn } from "./durations.ts";
import { resultsOf } from "./tables.ts";
import { credentialsFor } from "./usage.ts";

const slower = megabytesOfOneProcessor / deployed.memoryMegabytes;

const about = `
What AWS bills for a month in us-east-1, for the dispatches of one source: this stack beside an EventBridge API
destination, which is what people use who want no function. \`bench/money/prices.ts\` has each unit price with AWS's
page of it, the day on which it was read, and where: most were read on other pages, which quote AWS's. What a dispatch
takes is measured: the functions' times by the benchmarks *cold* and *warm*, and the writes to DynamoDB and the log's
bytes by the real handlers.

Assumed are: dispatches spread evenly over the month, each a batch of its own; all of them a function's first at
1,000 a month, one in 20 at 100,000, one in 100 at ten million; ${waits.github} ms for GitHub's answer,
${waits.ledgerWrite} ms for each write to DynamoDB, and another ${waits.coldBesides} ms for a cold start's connections. A
function with ${deployed.memoryMegabytes} MB has a part of a processor alone, so measured times count
${slower.toFixed(1)} times. ${deployed.queueConcurrency} pollers ask the queue every ${longPoll} seconds, messages or
not. Tables and logs are as large as they become after two months. GitHub takes ${documentedPace["per-hour"]} dispatches
an hour of one user's tokens, so that ten million a month take ${credentialsFor(10_000_000)} credentials with a secret
each. What both pay alike is left out: data transfer to GitHub, and whatever the caller pays.

An API destination is cheaper, and does less. It waits 5 seconds for an answer, and sends again what may have started
a run already. It tries again after 401, 407, 409, 429 and 5xx, but not after 403, so that what meets GitHub's
secondary limit is lost, and an expired token is hammered. It has the token of a user alone, since an App's lasts an
hour. It keeps no record of which run was started, checks no signatures of callers, and answers no caller with the run.
EventBridge Scheduler and HTTP APIs can't call one: there, each dispatch is an event on a bus besides.
`;

/** What a month costs in AWS. It measures the sizes of what is written, and takes its times from other benchmarks. */
export const money: Benchmark = {
  name: "money",
  title: "What a month costs",
  about,
  async run(previous) {
    const durations = durationsIn(previous, recordedResults);
    return resultsOf(await billsFor(durations), durations);
  },
};
