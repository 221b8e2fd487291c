import { catalogOf } from "../../dispatch/catalog.ts";
import type { Config } from "../../dispatch/config.ts";
import { type App, createApp, type World } from "../../functions/app.ts";

/** Whether a handler is ended at a point of its way. Asked before and after everything it asks of its world. */
export type Reaper = (point: string) => boolean;

/** A function's instance that can be ended between any two steps, as Lambda ends one. */
export interface Container {
  readonly app: App;
  /** Resolves when it was ended; whatever it was doing stays undone. */
  readonly ended: Promise<void>;
}

/** Starts an instance. Once it is ended, nothing that it waits for is ever answered. */
export function startContainer(config: Config, world: World, reap: Reaper): Container {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let isEnded = false;
  const underWay = new Set<Promise<unknown>>();
  const forever = new Promise<never>(() => {});

  async function guarded<Result>(point: string, act: () => Promise<Result>): Promise<Result> {
    if (isEnded || mustEnd(`before ${point}`)) return forever;
    const acting = act().then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    underWay.add(acting);
    const settled = await acting;
    underWay.delete(acting);
    if (isEnded || mustEnd(`after ${point}`)) return forever;
    return settled();
  }

  function mustEnd(point: string): boolean {
    if (!reap(point)) return false;
    isEnded = true;
    // What was sent arrives all the same, in the seconds of a request and not in hours of the clock.
    void Promise.all(underWay).then(() => end());
    return true;
  }

  const { ledger } = world;
  const app = createApp(catalogOf(config), {
    ...world,
    fetch: (url, init) => guarded(`${init?.method} ${pathOf(url)}`, () => world.fetch(url, init)),
    readSecret: (name) => guarded("secret", () => world.readSecret(name)),
    enqueue: (...args) => guarded("enqueue", () => world.enqueue(...args)),
    postpone: (...args) => guarded("postpone", () => world.postpone(...args)),
    sendDeadLetter: (letter) => guarded("dead letter", () => world.sendDeadLetter(letter)),
    ledger: {
      put: (record) => guarded(`put ${record.key}`, () => ledger.put(record)),
      get: (...args) => guarded("get", () => ledger.get(...args)),
      between: (...args) => guarded("between", () => ledger.between(...args)),
    },
  });
  return { app, ended };
}

function pathOf(url: Parameters<typeof fetch>[0]): string {
  return new URL(String(url)).pathname.split("/").slice(4).join("/");
}
