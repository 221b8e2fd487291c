import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpHandler } from "../../../functions/http.ts";
import { readCases } from "../contract/cases.ts";
import { eventOf } from "../contract/event.ts";
import { requestOf } from "../contract/request.ts";
import {
  type LambdaWorld,
  readSecretInLambda,
  readsOfToken,
  secretHolds,
  secretsError,
  secretsManager,
  startLambdaWorld,
} from "./world.ts";

beforeEach(() => secretsManager.reset());

describe("a secret", () => {
  test("is read by its name or ARN", async () => {
    secretsManager.on(GetSecretValueCommand, { SecretId: "github/pat" }).resolves({
      SecretString: "stand-in-token",
    });
    expect(await readSecretInLambda()("github/pat")).toBe("stand-in-token");
  });

  test("that is binary is read as UTF-8", async () => {
    const SecretBinary = new TextEncoder().encode("stand-in-töken");
    secretsManager.on(GetSecretValueCommand).resolves({ SecretBinary });
    expect(await readSecretInLambda()("github/pat")).toBe("stand-in-töken");
  });

  test("that holds nothing is empty", async () => {
    secretsManager.on(GetSecretValueCommand).resolves({});
    expect(await readSecretInLambda()("github/pat")).toBe("");
  });

  test("that can't be read rejects with the service's own error", async () => {
    secretsManager.on(GetSecretValueCommand).rejects(secretsError("AccessDeniedException"));
    await expect(readSecretInLambda()("github/pat")).rejects.toThrow(
      expect.objectContaining({ name: "AccessDeniedException" }),
    );
  });
});

describe("a call whose secret can't be read", () => {
  const one = { name: "a call", path: "/unqueued", status: 503 };
  const call = ({ app }: LambdaWorld) =>
    createHttpHandler(app)(eventOf(one, requestOf(one, undefined), false));
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await startLambdaWorld();
  });
  afterEach(() => world.close());

  test.each(readCases<{ name: string; error: string }[]>("secret-failures.json"))(
    "$name: says so, and succeeds as soon as the secret can be read",
    async ({ error }) => {
      const failure = secretsError(error);
      secretHolds(failure, failure, "stand-in-token-c0ffee41");
      for (const reads of [1, 2]) {
        const answer = await call(world);
        expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "60" } });
        expect(answer.body).toContain(`secret 'github/pat': ${error}`);
        expect(readsOfToken()).toBe(reads);
        // The gate is closed: until it opens, the secret is not asked for.
        expect(await call(world)).toMatchObject({ statusCode: 503 });
        expect(readsOfToken()).toBe(reads);
        world.pass(60_000);
      }
      expect(world.github.runs()).toEqual([]);
      expect(await call(world)).toMatchObject({ statusCode: 201 });
      const told = JSON.stringify(world.records);
      expect(told).toContain(error);
      expect(told).not.toContain("stand-in-token-c0ffee41");
    },
  );
});
