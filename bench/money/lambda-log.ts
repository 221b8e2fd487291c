import type { LogRecord } from "../../functions/log.ts";

const requestId = "79b4f56e-95b1-4643-9700-2807f4e68189";
const time = "2026-11-23T10:00:00.000Z";

/** Bytes of a record of ours in Lambda's JSON: docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html */
export function recordBytes({ level, ...message }: LogRecord): number {
  return bytesOf({ timestamp: time, level: level.toUpperCase(), requestId, message });
}

/**
 * Bytes that Lambda itself logs of each invocation, at the level that a function has unless it says otherwise:
 * docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export function invocationBytes(isCold: boolean): number {
  const metrics = {
    durationMs: 318.042,
    billedDurationMs: 319,
    memorySizeMB: 512,
    maxMemoryUsedMB: 101,
  };
  const start = { requestId, version: "$LATEST" };
  const report = {
    requestId,
    metrics: isCold ? { ...metrics, initDurationMs: 241.1 } : metrics,
    status: "success",
  };
  const init = {
    initializationType: "on-demand",
    phase: "init",
    runtimeVersion: "nodejs:24.v1",
    runtimeVersionArn: `arn:aws:lambda:us-east-1::runtime:${"0".repeat(64)}`,
    functionName: "WorkflowDispatcher-QueueFunction00000000-000000000000",
    functionVersion: "$LATEST",
  };
  return (
    (isCold ? bytesOf({ time, type: "platform.initStart", record: init }) : 0) +
    bytesOf({ time, type: "platform.start", record: start }) +
    bytesOf({ time, type: "platform.report", record: report })
  );
}

/** A line of the HTTP API about a call: infra/http-api.ts says what is in it, and a test compares them. */
export const accessLine = {
  requestId: "YfLkcjQ2oAMEV0w=",
  time: "23/Nov/2026:10:00:00 +0000",
  ip: "203.0.113.10",
  route: "POST /deploy/{environment}",
  status: "201",
  bytes: "180",
  milliseconds: "330",
  authorizerError: "-",
  integrationError: "-",
} as const;

/** Bytes of that line. */
export function accessBytes(): number {
  return bytesOf(accessLine);
}

function bytesOf(line: object): number {
  return Buffer.byteLength(JSON.stringify(line));
}
