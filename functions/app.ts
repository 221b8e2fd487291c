import type { Catalog } from "../dispatch/catalog.ts";
import { createDispatch, type Dispatch, type Services } from "../dispatch/dispatch.ts";
import type { Ledger } from "../dispatch/ledger.ts";
import { type DeadDelivery, recordDeadLetter } from "../dispatch/once/dead-letter.ts";
import type { Failure } from "../dispatch/outcome.ts";
import { createResolve, type Resolve } from "../dispatch/resolve.ts";
import type { ReadSecret } from "../dispatch/tokens/secret.ts";
import type { DeadLetter } from "./dead-letter.ts";
import { expiryRecord, type LogRecord, ledgerRecord } from "./log.ts";
import { createSecretCache } from "./secret-cache.ts";

/** The queue of deliveries, and its dead letters. */
export interface Queues {
  /** Puts a message into the queue that nobody receives before so many seconds have passed. */
  readonly enqueue: (body: string, seconds: number) => Promise<void>;
  /** Hides a received message for so many seconds from now. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  /** Keeps a message that can't be dispatched, with the reason. */
  readonly sendDeadLetter: (letter: DeadLetter) => Promise<void>;
}

/** What the handlers need of the world they run in: Lambda and AWS, or this machine. */
export interface World extends Omit<Services, "onLedgerFailure" | "onTokenExpiry">, Queues {
  readonly ledger: Ledger;
  /** Takes one record, for people and machines to read. */
  readonly log: (record: LogRecord) => void;
}

/** What the handlers translate to and from. */
export interface App extends Queues {
  readonly catalog: Catalog;
  readonly resolve: Resolve;
  readonly dispatch: Dispatch;
  /** Writes down that a delivery is among the dead letters. */
  readonly recordDeadLetter: (delivery: DeadDelivery, failure: Failure) => Promise<void>;
  /** Reads a secret that a route's callers are checked against. */
  readonly readRouteSecret: ReadSecret;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: World["log"];
}

/** Wires the core to a world; both handlers are made from the result. */
export function createApp(catalog: Catalog, world: World): App {
  const resolve = createResolve(catalog);
  const { now, log, enqueue, postpone, sendDeadLetter } = world;
  const services: Services = {
    ...world,
    onLedgerFailure: (error) => log(ledgerRecord(error)),
    onTokenExpiry: (expiry) => log(expiryRecord(expiry)),
  };
  return {
    catalog,
    resolve,
    dispatch: createDispatch(catalog, services, resolve),
    recordDeadLetter: (delivery, failure) => recordDeadLetter(delivery, failure, services),
    readRouteSecret: createSecretCache(world.readSecret, now),
    now,
    log,
    enqueue,
    postpone,
    sendDeadLetter,
  };
}
