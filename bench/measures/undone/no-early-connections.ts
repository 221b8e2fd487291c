// In the place of functions/lambda/early.ts: a connection is opened when it is needed.
export { readEarly } from "../../../functions/lambda/early.ts";
export const openEarly = () => {};
