import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { catalogOf } from "../../dispatch/catalog.ts";
import { readConfigFile } from "../../dispatch/config-file.ts";
import type { Delivery } from "../../dispatch/delivery.ts";
import { hour } from "../../dispatch/pace/windows.ts";
import { createApp } from "../../functions/app.ts";
import { createHttpHandler } from "../../functions/http.ts";
import { createDynamoLedger } from "../../functions/lambda/ledger.ts";
import { ledgerTable } from "../../functions/lambda/ledger-table.ts";
import type { LogRecord } from "../../functions/log.ts";
import { createQueueHandler } from "../../functions/queue.ts";
import { seededRandom } from "../../local/github/faults/random.ts";
import { recordOf } from "../../local/state/record.ts";
import { callAt, messageAt } from "./deliveries.ts";
import { storedBytes } from "./dynamo-units.ts";
import { accessBytes, invocationBytes, recordBytes } from "./lambda-log.ts";
import { createMeteredTable, type MeteredTable } from "./metered-table.ts";

/** What one dispatch takes of DynamoDB and of CloudWatch Logs. */
export interface Footprint {
  readonly writeUnits: number;
  /** Bytes that stay in the table and in its index, and for how many seconds. */
  readonly storedBytes: number;
  readonly keptSeconds: number;
  readonly logBytes: number;
}

/** The footprint of a dispatch by a function that is at work, and by one that has just been started. */
export interface Footprints {
  readonly warm: Footprint;
  readonly cold: Footprint;
}

type Source = Delivery["source"];

/**
 * Has the real handlers dispatch one delivery after another for as long as the gate of their credential remembers,
 * and measures the last one: what the gate holds is part of what is written.
 *
 * @param interval milliseconds between two dispatches of the credential.
 * @throws Error when a delivery is not dispatched, as when they come faster than GitHub allows.
 */
export async function measureFootprints(source: Source, interval: number): Promise<Footprints> {
  const table = createMeteredTable();
  const clock = createClock(Math.ceil(interval));
  const warm = startFunction(source, table, clock);
  const deliveries = Math.ceil(hour.length / interval);
  for (let delivery = 0; delivery < deliveries; delivery += 1) await warm();
  return { warm: await warm(), cold: await startFunction(source, table, clock)() };
}

/** Milliseconds since the epoch; each tick is one delivery later. */
interface Clock {
  readonly now: () => number;
  readonly tick: () => void;
}

function createClock(interval: number): Clock {
  let time = Date.parse("2026-11-23T00:00:00Z");
  return {
    now: () => time,
    tick: () => {
      time += interval;
    },
  };
}

/** An instance of a function. Each call dispatches one delivery more. */
function startFunction(
  source: Source,
  table: MeteredTable,
  clock: Clock,
): () => Promise<Footprint> {
  const { config, report } = readConfigFile(triggersFile, (path) => readFileSync(path, "utf8"));
  if (config === undefined) throw new Error(report);
  const records: LogRecord[] = [];
  const app = createApp(catalogOf(config), {
    fetch: answerAsGitHub,
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
    now: clock.now,
    random: seededRandom(1),
    readSecret: async () => "token",
    ledger: createDynamoLedger(table.dynamoDb, "ledger"),
    log: (record) => records.push(record),
    enqueue: unexpected,
    postpone: unexpected,
    sendDeadLetter: unexpected,
  });
  const [http, queue] = [createHttpHandler(app), createQueueHandler(app)];
  let isCold = true;
  return async () => {
    clock.tick();
    records.length = 0;
    table.take();
    if (source === "http") await http(callAt(clock.now()) as APIGatewayProxyEventV2);
    else await queue({ Records: [recordOf(messageAt(source, clock.now()))] });
    if (records.length !== 1 || records[0]?.message !== "dispatched") {
      throw new Error(`a delivery was not dispatched: ${JSON.stringify(records)}`);
    }
    const footprint = footprintOf(table, records, clock.now(), isCold);
    isCold = false;
    return { ...footprint, logBytes: footprint.logBytes + (source === "http" ? accessBytes() : 0) };
  };
}

function footprintOf(
  table: MeteredTable,
  records: readonly LogRecord[],
  now: number,
  isCold: boolean,
): Footprint {
  const { writeUnits, added } = table.take();
  const expires = added.map((item) => Number(item[ledgerTable.timeToLive]?.N));
  return {
    writeUnits,
    storedBytes: sum(added.map(storedBytes)),
    keptSeconds: Math.max(...expires) - now / 1000,
    logBytes: invocationBytes(isCold) + sum(records.map(recordBytes)),
  };
}

const triggersFile = fileURLToPath(new URL("./triggers.yaml", import.meta.url));

/** docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
async function answerAsGitHub(): Promise<Response> {
  const path = "acme/storefront/actions/runs/19999999999";
  return Response.json({
    workflow_run_id: 19_999_999_999,
    run_url: `https://api.github.com/repos/${path}`,
    html_url: `https://github.com/${path}`,
  });
}

async function unexpected(): Promise<never> {
  throw new Error("a delivery that is dispatched at once needs no queue");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
