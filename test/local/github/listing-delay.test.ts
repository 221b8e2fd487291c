import { afterEach, expect, test } from "vitest";
import type { GitHub } from "../../../local/github/server.ts";
import { dispatch, get, startTestGitHub } from "./requests.ts";

let github: GitHub;
afterEach(() => github.close());

const start = Date.parse("2026-05-01T00:00:00.900Z");

test("lists show a run only after a while, the run itself is there at once", async () => {
  let now = new Date(start);
  github = await startTestGitHub({ now: () => now, listingDelay: 1500 });
  await dispatch(github, { name: "hello", status: 204 });
  const path = "/repos/acme/demo/actions";
  const counts = async () => {
    const lists = [`${path}/runs`, `${path}/workflows/hello.yml/runs?event=workflow_dispatch`];
    const answers = lists.map(async (list) => (await get(github, list)).json());
    return Promise.all(answers) as Promise<{ total_count: number }[]>;
  };
  expect((await get(github, `${path}/runs/${github.runs()[0]?.id}`)).status).toBe(200);
  now = new Date(start + 1499);
  expect(await counts()).toMatchObject([{ total_count: 0 }, { total_count: 0 }]);
  now = new Date(start + 1500);
  expect(await counts()).toMatchObject([{ total_count: 1 }, { total_count: 1 }]);
});
