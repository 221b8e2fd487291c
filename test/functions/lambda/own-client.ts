import { type AwsSettings, type Call, createAws } from "../../../functions/lambda/aws/aws.ts";
import { createConnections } from "../../../functions/lambda/connection/connections.ts";

/** The functions' own way to AWS, to what answers in its place on this machine; it doesn't wait before it asks again. */
export function callAwsAt(url: string, settings: Partial<AwsSettings> = {}): Call {
  return createAws({
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    endpointOf: () => url,
    fetch: createConnections({ maxIdle: 4000, now: Date.now }).fetch,
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
    sleep: async () => {},
    random: () => 0.5,
    ...settings,
  });
}
