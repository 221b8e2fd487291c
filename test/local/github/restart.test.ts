import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type GitHub, startGitHub } from "../../../local/github/server.ts";
import { dispatch, get, loadTestRepositories, startTestGitHub } from "./requests.ts";

let github: GitHub;
afterEach(() => github.close());

const hello = { name: "hello", status: 204 };
const refused = { cause: { code: "ECONNREFUSED" } };

test("connections are refused while it is stopped, and nothing is forgotten", async () => {
  github = await startTestGitHub();
  const { url } = github;
  github.setTokens(["new"]);
  const withNewToken = { ...hello, headers: { authorization: "Bearer new" } };
  expect((await dispatch(github, withNewToken)).status).toBe(204);
  await github.stop();
  await expect(dispatch(github, withNewToken)).rejects.toMatchObject(refused);
  await github.restart();
  expect(github.url).toBe(url);
  const disabled = { ...withNewToken, workflow: "disabled.yml" };
  expect((await dispatch(github, disabled)).status).toBe(422);
  expect((await dispatch(github, hello)).status).toBe(401);
  const response = await dispatch(github, withNewToken);
  expect(response.status).toBe(204);
  expect(response.headers.get("x-ratelimit-used")).toBe("3");
  expect(github.runs()).toMatchObject([{ run_number: 1 }, { run_number: 2 }]);
  expect(github.calls().map(({ status }) => status)).toEqual([204, 422, 401, 204]);
});

test("a connection that is kept alive ends with a stop", async () => {
  github = await startTestGitHub();
  const socket = connect(Number(new URL(github.url).port), "127.0.0.1");
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const answered = new Promise((resolve) => socket.once("data", resolve));
  socket.write("GET /repos/acme/demo HTTP/1.1\r\nhost: x\r\nuser-agent: x\r\n\r\n");
  await answered;
  expect(socket.closed).toBe(false);
  await github.stop();
  await closed;
});

test("stopping twice, restarting while it runs and closing when stopped are no mistakes", async () => {
  github = await startTestGitHub();
  await github.restart();
  expect((await dispatch(github, hello)).status).toBe(204);
  await github.stop();
  await github.stop();
  await github.close();
  await expect(get(github, "/repos/acme/demo")).rejects.toMatchObject(refused);
});

test("a port that somebody took in between is an error", async () => {
  github = await startTestGitHub();
  await github.stop();
  const repositories = await loadTestRepositories();
  const port = Number(new URL(github.url).port);
  const other = await startGitHub({ repositories, tokens: [], port });
  await expect(github.restart()).rejects.toThrow("EADDRINUSE");
  await other.close();
  await github.restart();
  expect((await dispatch(github, hello)).status).toBe(204);
});
