import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { enforcesIam, skip } from "./limits.ts";
import { signedHeaders } from "./sigv4.ts";
import { notesOf, type World } from "./world.ts";

/** The tests of the HTTP API: its routes, and who may call them. */
export function testRoutes(openWorld: () => Promise<World>): void {
  test("a call starts the run that its path and its body ask for", async () => {
    const world = await openWorld();
    const headers = { "idempotency-key": "order-17" };
    const answer = await world.call("/deploy/staging", '{"version": "1.2 “π” \\n"}', headers);
    const runs = world.runsOf("deploy.yml");
    expect(runs).toMatchObject([
      {
        inputs: { environment: "staging", version: "1.2 “π” \n" },
        repository: { full_name: "acme/storefront" },
        head_branch: "main",
      },
    ]);
    const [run] = runs;
    expect(answer).toMatchObject({ status: 201, headers: { location: run?.html_url } });
    expect(JSON.parse(answer.body)).toEqual({
      trigger: "deploy",
      delivery: "order-17",
      run: { id: run?.id, url: run?.html_url },
    });
  });

  test("a call with an input that the workflow doesn't allow gets 422", async () => {
    const world = await openWorld();
    const runs = world.runsOf("deploy.yml");
    const answer = await world.call("/deploy/moon", "{}");
    expect(answer).toMatchObject({
      status: 422,
      headers: { "content-type": "application/problem+json" },
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      code: "inputs-refused",
      detail: expect.stringContaining("Provided value 'moon' for input 'environment'"),
    });
    expect(world.runsOf("deploy.yml")).toEqual(runs);
  });

  test("a route with a token answers those who have it", async () => {
    const world = await openWorld();
    const body = '{"what": "x"}';
    const call = (headers: Record<string, string>) =>
      world.call("/token", body, { "idempotency-key": "1", ...headers });
    expect(await call({})).toMatchObject({ status: 401 });
    expect(await call({ authorization: "Bearer guessed" })).toMatchObject({ status: 401 });
    expect(notesOf(world, "with-token")).toEqual([]);
    const authorization = `Bearer ${world.secrets["route-token"]}`;
    expect(await call({ authorization })).toMatchObject({ status: 201 });
    expect(notesOf(world, "with-token")).toEqual([
      { from: "with-token", delivery: "1", what: "x" },
    ]);
  });

  test("a route with a signature takes the bytes that were signed", async () => {
    const world = await openWorld();
    const body = '{ "what":"“ü”\\u00e9" }\n';
    const sign = (key: string, text: string) =>
      `sha256=${createHmac("sha256", key).update(text).digest("hex")}`;
    const call = (signature: string) =>
      world.call("/webhook", body, {
        "x-github-delivery": "delivery-1",
        "x-hub-signature-256": signature,
      });
    const key = world.secrets["webhook-key"];
    expect(await call(sign("guessed", body))).toMatchObject({ status: 401 });
    expect(await call(sign(key, body.trim()))).toMatchObject({ status: 401 });
    expect(notesOf(world, "with-signature")).toEqual([]);
    expect(await call(sign(key, body))).toMatchObject({ status: 201 });
    const note = { from: "with-signature", delivery: "delivery-1", what: "“ü”é" };
    expect(notesOf(world, "with-signature")).toEqual([note]);
  });

  test("a route with IAM knows who signed the call", async (context) => {
    const world = await openWorld();
    const { host } = new URL(world.deployment.outputs.Url);
    const request = {
      ...{ method: "POST", path: "/iam", body: "{}" },
      headers: { host, "content-type": "application/json", "idempotency-key": "2" },
    };
    const unsigned = await world.call("/iam", "{}");
    expect(notesOf(world, "with-iam")).toEqual([]);
    if (unsigned.status === 422) skip(context, world.emulator, "iam");
    expect(unsigned).toMatchObject({ status: 403 });
    const headers = signedHeaders(request, "execute-api");
    expect(await world.call("/iam", "{}", headers)).toMatchObject({ status: 201 });
    const what = "arn:aws:iam::000000000000:root";
    expect(notesOf(world, "with-iam")).toEqual([{ from: "with-iam", delivery: "2", what }]);
  });

  test("a route with IAM refuses unknown credentials", async (context) => {
    const world = await openWorld();
    if (!(await enforcesIam(world.emulator))) skip(context, world.emulator, "iam");
    const notes = notesOf(world, "with-iam");
    const { host } = new URL(world.deployment.outputs.Url);
    const request = { method: "POST", path: "/iam", headers: { host }, body: "{}" };
    const stranger = { accessKeyId: "nobody", secretAccessKey: "nothing" };
    const headers = signedHeaders(request, "execute-api", stranger);
    expect(await world.call("/iam", "{}", headers)).toMatchObject({ status: 403 });
    expect(notesOf(world, "with-iam")).toEqual(notes);
  });

  test("a route with JSON Web Tokens checks issuer and claims", async (context) => {
    const world = await openWorld();
    const { issuer } = world;
    const call = async (token: string) =>
      world.call("/jwt", "{}", { "idempotency-key": "3", authorization: `Bearer ${token}` });
    const claims = { sub: "repo:acme/storefront", repository: "acme/storefront" };
    const token = await issuer.sign(claims);
    expect(await world.call("/jwt", "{}")).toMatchObject({ status: 401 });
    expect(await call(`${token}x`)).toMatchObject({ status: 401 });
    expect(notesOf(world, "with-jwt")).toEqual([]);
    const answer = await call(token);
    if (answer.status === 401) skip(context, world.emulator, "jwt");
    expect(answer).toMatchObject({ status: 201 });
    const other = await issuer.sign({ ...claims, repository: "acme/other" });
    expect(await call(other)).toMatchObject({ status: 403 });
    const what = "repo:acme/storefront";
    expect(notesOf(world, "with-jwt")).toEqual([{ from: "with-jwt", delivery: "3", what }]);
  });
}
