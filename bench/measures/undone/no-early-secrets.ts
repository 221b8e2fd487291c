import type { ReadSecret } from "../../../dispatch/tokens/secret.ts";

// In the place of functions/lambda/early.ts: a secret is read when it is needed.
export { openEarly } from "../../../functions/lambda/early.ts";
export const readEarly = (readSecret: ReadSecret) => readSecret;
