import { afterEach, expect, test } from "vitest";
import { enableWorkflow } from "../../../dispatch/github/enable.ts";
import { type StubServer, startStubServer } from "../stub-server.ts";

const timing = { now: () => 0, random: () => 0 };
const transport = {
  fetch,
  timeout: (milliseconds: number) => AbortSignal.timeout(milliseconds),
};
const target = { repository: "acme/app", workflow: "nightly.yml", ref: "main" };

let server: StubServer | undefined;
afterEach(() => server?.close());

test.each([
  [204, undefined],
  [403, { kind: "rejected", code: "token-forbidden", detail: "GitHub answered 403: so it is" }],
  [404, { kind: "rejected", code: "not-found", detail: "GitHub answered 404: so it is" }],
  [
    401,
    { kind: "retry", code: "token-invalid", detail: "GitHub answered 401: so it is", seconds: 60 },
  ],
  // No run has been started, whatever has become of this request.
  [
    502,
    {
      kind: "retry",
      code: "github-unavailable",
      detail: "GitHub answered 502: so it is",
      seconds: 5,
    },
  ],
])("an answer of %i", async (status, outcome) => {
  const asked: string[] = [];
  server = await startStubServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.writeHead(status).end(status === 204 ? undefined : '{"message":"so it is"}');
  });
  const about = { ...target, apiUrl: server.url };
  expect(await enableWorkflow(about, "Bearer a-token", transport, timing)).toEqual(outcome);
  expect(asked).toEqual([
    "PUT /repos/acme/app/actions/workflows/nightly.yml/enable Bearer a-token",
  ]);
});

test("no answer", async () => {
  server = await startStubServer((request) => request.socket.destroy());
  const about = { ...target, apiUrl: server.url };
  const outcome = await enableWorkflow(about, "Bearer a-token", transport, timing);
  expect(outcome).toMatchObject({ kind: "retry", code: "github-unavailable" });
  expect(outcome).not.toHaveProperty("mayHaveRun");
});
