import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { failureOfAnswer } from "../../../dispatch/github/answer.ts";
import { lookAgain } from "../../../dispatch/github/second-look.ts";
import { type StubServer, startStubServer } from "../stub-server.ts";

/** What GitHub has answered to the dispatch, and then says of the workflow and the repository. */
type Case = [
  name: string,
  dispatch: number,
  workflow: number,
  state: string | null,
  repository: number,
  code: string,
];

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("cases/second-looks.json", import.meta.url), "utf8"),
);

const timing = { now: () => 0, random: () => 0 };
const transport = {
  fetch,
  timeout: (milliseconds: number) => AbortSignal.timeout(milliseconds),
};
const messages: Readonly<Record<number, string>> = {
  422: "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
};

let server: StubServer | undefined;
afterEach(() => server?.close());

function refusalOf(status: number) {
  const body = { message: messages[status] ?? "Not Found" };
  const refusal = failureOfAnswer({ status, headers: new Headers(), body }, timing, 1);
  if (refusal.kind === "retry") throw new Error("this is no refusal");
  return refusal;
}

const target = { repository: "acme/app", workflow: "a b.yml", ref: "main" };

test.each(cases)("%s", async (_, dispatch, workflow, state, repository, code) => {
  const asked: string[] = [];
  server = await startStubServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    const isWorkflow = request.url?.includes("/workflows/");
    response.writeHead(isWorkflow ? workflow : repository);
    response.end(JSON.stringify(isWorkflow ? { state } : { full_name: "acme/app" }));
  });
  const refusal = refusalOf(dispatch);
  const about = { ...target, apiUrl: server.url };
  expect(await lookAgain(refusal, about, "Bearer a-token", transport)).toEqual({
    ...refusal,
    code,
  });
  const looks = [
    "GET /repos/acme/app/actions/workflows/a%20b.yml Bearer a-token",
    "GET /repos/acme/app Bearer a-token",
  ];
  expect(asked).toEqual(looks.slice(0, asked.length));
  expect(asked.length).toBe(dispatch === 403 ? 0 : dispatch === 404 && workflow === 404 ? 2 : 1);
});

test("without an answer it stays as it is", async () => {
  const gone = await startStubServer(() => {});
  gone.close();
  const refusal = refusalOf(404);
  const about = { ...target, apiUrl: gone.url };
  expect(await lookAgain(refusal, about, "Bearer a-token", transport)).toEqual(refusal);
});
