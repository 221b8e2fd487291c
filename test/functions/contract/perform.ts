import type { HttpCase } from "./cases.ts";
import type { Answer, Host } from "./hosts.ts";
import type { Issuer } from "./issuer.ts";
import { type HttpRequest, requestOf } from "./request.ts";
import { startWorld, type World } from "./world.ts";

/** A call that was made, with everything that came of it. */
export interface Performance {
  readonly world: World;
  readonly request: HttpRequest;
  readonly answer: Answer;
}

/** Makes a case's call on a host, in a world of its own, which is gone afterwards. */
export async function perform(test: HttpCase, host: Host, issuer: Issuer): Promise<Performance> {
  const token = test.token && (await issuer.authorization(test.token));
  const request = requestOf(test, token);
  const world = await startWorld(test, issuer.url);
  try {
    return { world, request, answer: await host.call(world, test, request) };
  } finally {
    await world.close();
  }
}
