import { createHttpHandler } from "../functions/http.ts";
import { createQueueHandler } from "../functions/queue.ts";
import { createLocalDispatcher } from "./dispatcher.ts";
import { outcomeLine, startPage } from "./report.ts";
import { runSchedules, schedulesOf } from "./schedules.ts";
import { startServer } from "./server.ts";
import { type LocalSettings, SettingsError } from "./settings.ts";
import { createQueue } from "./state/queue.ts";

export interface Local {
  readonly url: string;
  /** Ends everything that was started. */
  close(): Promise<void>;
}

/** As in infra/queues.ts. */
const queueTiming = { visibilityTimeout: 360_000, maxReceiveCount: 1000 };

/**
 * Runs the whole path on this machine: routes, schedules, queue, and GitHub's stand-in.
 *
 * @param port where to listen on 127.0.0.1; 0 for any free port.
 * @param print takes the lines for the terminal.
 * @throws SettingsError when triggers.yaml has problems or the port is taken.
 */
export async function startLocal(
  settings: LocalSettings,
  port: number,
  print: (line: string) => void,
): Promise<Local> {
  const dispatcher = await createLocalDispatcher(settings, {
    log: (record) => print(outcomeLine(record, new Date())),
  });
  const { app, config, github } = dispatcher;
  const server = await startServer(config, createHttpHandler(app), port, app.now).catch(
    async (error: NodeJS.ErrnoException) => {
      await dispatcher.close();
      const what = error.code === "EADDRINUSE" ? "is taken" : `can't be had (${error.code})`;
      throw new SettingsError(
        `Port ${port} ${what}. Set PORT to another, or to 0 for any free one.`,
      );
    },
  );
  const queue = createQueue(dispatcher.database, createQueueHandler(app), {
    now: app.now,
    ...queueTiming,
    onDeadLetter: (body) => print(`given up after ${queueTiming.maxReceiveCount} tries: ${body}`),
  });
  const schedules = schedulesOf(config, new Date());
  const running = runSchedules(schedules, (envelope) =>
    queue.send({ body: JSON.stringify(envelope) }),
  );
  print(
    startPage({
      config,
      schedules,
      github,
      url: server.url,
      now: new Date(),
      hasSecretsFile: settings.secrets !== undefined,
    }),
  );
  return {
    url: server.url,
    async close() {
      running.stop();
      await server.close();
      await queue.close();
      await dispatcher.close();
    },
  };
}
