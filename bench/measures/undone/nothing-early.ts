import type { ReadSecret } from "../../../dispatch/tokens/secret.ts";

// In the place of functions/lambda/early.ts: everything is asked for when it is needed.
export const readEarly = (readSecret: ReadSecret) => readSecret;
export const openEarly = () => {};
