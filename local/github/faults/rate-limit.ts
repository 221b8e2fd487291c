import type { RateLimitFault } from "../faults.ts";
import { type Response, refuse } from "../message.ts";
import { rateLimitExceeded } from "../rate-limit.ts";
import { secondaryLimitExceeded } from "../secondary-limits.ts";

/** GitHub's answer over a limit, with the headers that the fault asks for and no others. */
export function rateLimitFault(fault: RateLimitFault, documentation: string): Response {
  const { status, retryAfter, reset } = fault;
  const { message, page = "/rest" } =
    reset === undefined ? secondaryLimitExceeded : rateLimitExceeded;
  const headers = {
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    ...(reset !== undefined && {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(reset),
    }),
  };
  return refuse({ status, message, headers }, documentation + page);
}
