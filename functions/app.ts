import type { Config } from "../dispatch/config.ts";
import { createDispatch, type Dispatch, type Services } from "../dispatch/dispatch.ts";
import type { ReadSecret } from "../dispatch/tokens/secret.ts";
import type { DeadLetter } from "./dead-letter.ts";
import type { LogRecord } from "./log.ts";
import { createSecretCache } from "./secret-cache.ts";

/** What the handlers need of the world they run in: Lambda and AWS, or this machine. */
export interface World extends Services {
  /** Takes one record, for people and machines to read. */
  readonly log: (record: LogRecord) => void;
  /** Keeps a message that can't be dispatched, with the reason. */
  readonly sendDeadLetter: (letter: DeadLetter) => Promise<void>;
}

/** What the handlers translate to and from. */
export interface App {
  readonly config: Config;
  readonly dispatch: Dispatch;
  /** Reads a secret that a route's callers are checked against. */
  readonly readRouteSecret: ReadSecret;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: World["log"];
  readonly sendDeadLetter: World["sendDeadLetter"];
}

/** Wires the core to a world; both handlers are made from the result. */
export function createApp(config: Config, world: World): App {
  return {
    config,
    dispatch: createDispatch(config, world),
    readRouteSecret: createSecretCache(world.readSecret, world.now),
    now: world.now,
    log: world.log,
    sendDeadLetter: world.sendDeadLetter,
  };
}
