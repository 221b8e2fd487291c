import { documentedPace } from "../../dispatch/pace/windows.ts";
import type { Benchmark } from "../benchmark.ts";
import { recordedResults } from "../report/documents.ts";
import { billsFor } from "./bills.ts";
import { deployed, idlePollers, longPoll, slowdownAt, waits } from "./deployed.ts";
import { durationsIn, recordedSources } from "./durations.ts";
import { resultsOf } from "./tables.ts";
import { credentialsFor } from "./usage.ts";

const slowdown = slowdownAt(deployed.memoryMegabytes);

const about = `
What AWS bills for a month in us-east-1, for the dispatches of one source: this stack beside an EventBridge API
destination, which is what people use who want no function. \`bench/money/prices.ts\` has each unit price with AWS's
page of it, the day on which it was read, and where: most were read on other pages, which quote AWS's. What a dispatch
takes is measured: the functions' times by the benchmarks *cold* and *warm*, and the writes to DynamoDB and the log's
bytes by the real handlers.

Assumed are: dispatches spread evenly over the month, each a batch of its own; all of them a function's first at
1,000 a month, one in 20 at 100,000, one in 100 at ten million; no backlog, in which a delivery asks the ledger much more
often (see *ledger requests per delivery* above); ${waits.github} ms for GitHub's answer,
${waits.ledgerWrite} ms for each write to DynamoDB, and another ${waits.coldBesides} ms for a cold start's connections. A
function with ${deployed.memoryMegabytes} MB has a part of a processor alone, so measured times count
${slowdown.toFixed(1)} times. ${idlePollers} pollers ask the queue every ${longPoll} seconds, messages or not: Lambda starts
with so many, and makes them fewer only where no maximum concurrency is set
(docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html); here one is set, which is ${deployed.queueConcurrency},
too. Tables and logs are as large as they become after two months. GitHub takes ${documentedPace["per-hour"]} dispatches
an hour of one user's tokens, so that ten million a month take ${credentialsFor(10_000_000)} credentials with a secret
each. What both pay alike is left out: data transfer to GitHub, and whatever the caller pays.

An API destination is cheaper, and does less. It waits 5 seconds for an answer, and sends again what may have started
a run already. It tries again after 401, 407, 409, 429 and 5xx, but not after 403, so that what meets GitHub's
secondary limit is lost, and an expired token is hammered. It has the token of a user alone, since an App's lasts an
hour. It keeps no record of which run was started, checks no signatures of callers, and answers no caller with the run.
Schedules are reckoned in the cheapest way: a scheduled rule of EventBridge calls an API destination for the price of
the call alone. AWS calls these rules a legacy feature, they know no time zone but UTC
(docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html), and a bus has 300 rules unless AWS
raises that. EventBridge Scheduler, with which this
stack's schedules are made, can't call an API destination, and neither can an HTTP API: each dispatch is an event on a
bus besides.
`;

/** What a month costs in AWS. It measures the sizes of what is written, and takes its times from other benchmarks. */
export const money: Benchmark = {
  name: "money",
  title: "What a month costs",
  about,
  async run(previous) {
    const durations = durationsIn(previous, recordedResults);
    const recorded = recordedSources(previous);
    if (recorded.length > 0) {
      console.warn(`The times of ${recorded.join(" and ")} are those in docs/benchmarks.json.`);
    }
    return resultsOf(await billsFor(durations), durations);
  },
};
