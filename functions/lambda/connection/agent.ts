import type { Agent, AgentOptions } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Connections to one host at a time, as with the AWS SDK; a function has about 1,000 file descriptors. */
const maxSockets = 50;

export interface AgentSettings {
  /** Milliseconds after which an idle connection is not used again. */
  readonly maxIdle: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Keeps connections, and has the first ones ready. */
export interface EarlyAgent extends Agent {
  /** Opens a connection that the next request to its host takes, if it comes soon enough. */
  connect(host: string, port: number): void;
  /** Closes connections that have been idle for too long. */
  closeIdle(): void;
}

/**
 * An agent of `node:http` or `node:https` that keeps connections for the next request: see "What was done for
 * speed" in docs/benchmarks.md.
 */
export function createAgent(
  base: new (options: AgentOptions) => Agent,
  { maxIdle, now }: AgentSettings,
): EarlyAgent {
  const idleSince = new WeakMap<Duplex, number>();
  const early = new Map<string, Socket[]>();

  class KeepingAgent extends base implements EarlyAgent {
    connect(host: string, port: number): void {
      const options = { host, port, servername: isAddress(host) ? "" : host, noDelay: true };
      const socket = super.createConnection(options) as Socket;
      // Whoever comes next finds out.
      socket.on("error", () => socket.destroy());
      idleSince.set(socket, now());
      const key = keyOf(options);
      early.set(key, [...(early.get(key) ?? []), socket]);
    }

    closeIdle(): void {
      const oldest = now() - maxIdle;
      const closeIn = (sockets: readonly Duplex[] = []) => {
        for (const socket of sockets) {
          if ((idleSince.get(socket) ?? oldest) < oldest) socket.destroy();
        }
      };
      for (const sockets of Object.values(this.freeSockets)) closeIn(sockets);
      for (const sockets of early.values()) closeIn(sockets);
    }

    override createConnection(
      ...[options, callback]: Parameters<Agent["createConnection"]>
    ): ReturnType<Agent["createConnection"]> {
      const key = keyOf(options);
      const [ready, ...others] = (early.get(key) ?? []).filter(({ destroyed }) => !destroyed);
      early.set(key, others);
      return ready ?? super.createConnection(options, callback);
    }

    override keepSocketAlive(socket: Duplex): boolean {
      idleSince.set(socket, now());
      // Its type says void; Node.js closes the socket unless this is true.
      return super.keepSocketAlive(socket) as unknown as boolean;
    }
  }
  return new KeepingAgent({ keepAlive: true, maxSockets });
}

/** An IP address is no name to TLS: datatracker.ietf.org/doc/html/rfc6066#section-3 */
function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host);
}

function keyOf({ host, port }: { host?: string | null | undefined; port?: unknown }): string {
  return `${host}:${port}`;
}
