import { beginEntering as begin } from "../../../dispatch/once/entering.ts";

/** In the place of dispatch/once/entering.ts: no delivery asks the gate before it is claimed. */
export const beginEntering: typeof begin = (delivery, ...others) =>
  begin({ ...delivery, isNew: false }, ...others);
