import type { Connections } from "../../../../functions/lambda/connection/connections.ts";

/** As much time as no test needs. */
export const patience = 20_000;

/** Sends one request, and gives the status and the content of the answer. */
export async function ask({ fetch }: Connections, url: string, body?: string) {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(patience),
    redirect: "manual",
  });
  return { status: response.status, content: await response.json() };
}

/** Lets what is on its way on this machine arrive. */
export function settle(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, 30));
}
