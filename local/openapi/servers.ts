import type { Server } from "./document.ts";

/** The servers of a document: those that are named, or this machine and a deployment that is still to be named. */
export function serversOf(urls: readonly string[]): readonly Server[] {
  if (urls.length === 0) return [local, deployed];
  return urls.map((url) => ({ url, description: "The API." }));
}

const local: Server = {
  url: "http://127.0.0.1:8787",
  description: "This machine: npm start.",
};

/** docs.aws.amazon.com/apigateway/latest/developerguide/http-api-publish.html */
const deployed: Server = {
  url: "https://{apiId}.execute-api.{region}.amazonaws.com",
  description: "What is deployed: npm run deploy prints the Url.",
  variables: {
    apiId: { default: "your-api-id", description: "The id of the HTTP API." },
    region: { default: "us-east-1", description: "The region that it is deployed in." },
  },
};
