import type { NewMessage } from "../../local/state/messages.ts";

export interface TestDelivery {
  readonly trigger: string;
  readonly id: string;
}

/** A message as an EventBridge rule sends it. */
export function eventMessage({ trigger, id }: TestDelivery): NewMessage {
  const event = { id, source: "test", "detail-type": "Test", detail: {} };
  return { body: JSON.stringify({ trigger, event }) };
}
