/** What the table of the ledger calls its keys and its index, and where DynamoDB reads the time to live. */
export const ledgerTable = {
  partitionKey: "partition",
  sortKey: "key",
  /** A local secondary index of all attributes: one can be read consistently, a global one can't. */
  timeIndex: "by-time",
  timeIndexSortKey: "at",
  timeToLive: "expires",
} as const;
