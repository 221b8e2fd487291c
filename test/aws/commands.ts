import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import type { World } from "./world.ts";

/** The tests of the commands that look at what is deployed, or change its secrets. */
export function testCommands(openWorld: () => Promise<World>): void {
  test("history tells what became of deliveries", async () => {
    const { deployment, runsOf } = await openWorld();
    const [run] = runsOf("deploy.yml");
    const url = run?.html_url ?? "";
    const json = await deployment.command("history", ["--deployed", "--json", "--count", "100"]);
    const items: unknown = JSON.parse(json);
    const about = { trigger: "deploy", source: "http", delivery: "order-17", attempts: 1 };
    const deployed = { ...about, state: "dispatched", run: { id: run?.id, url } };
    expect(items).toContainEqual(expect.objectContaining(deployed));
    for (const trigger of ["without-workflow", "disabled", "failing", "unanswered"]) {
      const item = { trigger, state: "dispatched", attempts: 2 };
      expect(items).toContainEqual(expect.objectContaining(item));
    }
    const page = await deployment.command("history", ["deploy", "--deployed"]);
    expect(page).toContain(url);
  });

  test("check asks GitHub with the token in Secrets Manager", async () => {
    const { deployment, run, runsOf } = await openWorld();
    const before = runsOf("note.yml").length;
    const json = await deployment.command("check", ["--token-from", "secret", "--json"]);
    expect(JSON.parse(json)).toMatchObject({
      against: `GitHub, with the secret ${run}/dispatch-token`,
      findings: [],
      untold: [],
    });
    expect(runsOf("note.yml").length).toBe(before);
  });

  test("token set stores a token that GitHub takes, and token show tells about it", async () => {
    const { aws, deployment, run, secrets } = await openWorld();
    const { "replaced-token": token } = secrets;
    const command = (action: string, input?: string) =>
      deployment.command("token", [action, "replaced"], input);
    const SecretId = `${run}/replaced-token`;
    await expect(command("show")).rejects.toThrow(`There is no secret ${SecretId}.`);
    await expect(command("set", "a-wrong-one\n")).rejects.toThrow("answered 401: Bad credentials");
    const stored = await command("set", `${token}\n`);
    expect(stored).toContain(`Stored in the new secret ${SecretId}`);
    const shown = await command("show");
    expect(shown).toMatch(/octocat .*\n.*classic\n(.*\n)*.*2099-01-01 00:00 UTC/);
    expect(stored + shown).not.toContain(token);
    const secret = await aws.secretsManager.send(new GetSecretValueCommand({ SecretId }));
    expect(secret.SecretString).toBe(token);
    expect(await command("set", token)).toContain(`Stored in the secret ${SecretId}`);
  });

  test("doctor finds what is deployed as the file has it", async () => {
    const { deployment, run } = await openWorld();
    const json = await deployment.command("doctor", ["--deployed", "--json"]);
    const lines: readonly { readonly about: string; readonly state: string }[] = JSON.parse(json);
    const states = Object.fromEntries(lines.map(({ about, state }) => [about, state]));
    expect(states, json).toMatchObject({
      "credential default, secret": "green",
      [`stack ${run}`]: "green",
      queue: "green",
      schedules: "green",
      rules: "green",
      drift: "green",
    });
  });
}
