import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startAws } from "../local/doctor/aws.ts";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "deploy-"));
afterAll(() => rmSync(folder, { recursive: true }));

// In place of the CDK, its loader prints what the app would read.
const loader = join(folder, "print-deployed.mjs");
writeFileSync(
  loader,
  `import { readFileSync } from "node:fs";
if (/aws-cdk/.test(process.argv[1])) {
  console.log(readFileSync(process.env.DEPLOYED_RESOURCES, "utf8"));
  process.exit(0);
}
`,
);

test("the app is told what is deployed, in the stack and in those nested in it", async () => {
  const nested = "arn:aws:cloudformation:eu-west-1:123456789012:stack/Nested/1";
  const aws = await startAws({
    ...{ template: {}, schedules: [], rules: [], messages: "0", secret: "" },
    resources: [
      ["Queue", "AWS::SQS::Queue", "queue-1"],
      ["SchedulesNightly", "AWS::Scheduler::Schedule", "nightly-1"],
      ["Triggers7", "AWS::CloudFormation::Stack", nested],
    ],
    nested: {
      [nested]: { template: {}, resources: [["Upload", "AWS::Events::Rule", "upload-1"]] },
    },
  });
  const { code, stdout, stderr } = await run("deploy", ["--no-check"], {
    ...aws.environment,
    NODE_OPTIONS: `--import ${loader}`,
  });
  aws.close();
  expect(stderr).toBe("");
  expect(stdout).toContain(
    '{"region":"eu-west-1","resources":["SchedulesNightly","Triggers7/Upload"],"changesAtMost":2000}',
  );
  expect(code).toBe(0);
});

test("the app is told why it is not known what is deployed", async () => {
  const { code, stdout } = await run("deploy", ["--no-check"], {
    ...{ AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_REGION: "eu-west-1", AWS_MAX_ATTEMPTS: "1" },
    ...{ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" },
    NODE_OPTIONS: `--import ${loader}`,
  });
  expect(stdout).toMatch(/\{"unknown":"AWS can't be reached: .*REFUSED/);
  expect(code).toBe(0);
});

test.each([["--app", "cdk.out"], ["--app=cdk.out"], ["-a", "cdk.out"], ["--watch"]])(
  "%s of the CDK, which would go round the question, is refused",
  async (...args) => {
    const { code, stdout, stderr } = await run("deploy", ["--no-check", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^-.*schedules could move and fire twice\. Leave it out/);
  },
);
