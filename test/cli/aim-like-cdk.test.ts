import { expect, test } from "vitest";
import { aimLikeCdk, type CdkTarget } from "../../cli/deployed.ts";

const keys = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };

test.each<[string, NodeJS.ProcessEnv, CdkTarget, NodeJS.ProcessEnv]>([
  ["nothing", {}, {}, {}],
  ["a region for the SDK", { AWS_REGION: "a", AMAZON_REGION: "b" }, {}, { AWS_REGION: "a" }],
  ["AMAZON_REGION", { AMAZON_REGION: "a", AWS_DEFAULT_REGION: "b" }, {}, { AWS_REGION: "a" }],
  [
    "AWS_DEFAULT_REGION",
    { AWS_REGION: "", AWS_DEFAULT_REGION: "a", AMAZON_DEFAULT_REGION: "b" },
    {},
    { AWS_REGION: "a" },
  ],
  ["AMAZON_DEFAULT_REGION", { AMAZON_DEFAULT_REGION: "a" }, {}, { AWS_REGION: "a" }],
  ["--region", { AWS_REGION: "a" }, { region: "b" }, { AWS_REGION: "b" }],
  ["AWS_DEFAULT_PROFILE", { AWS_DEFAULT_PROFILE: "a" }, {}, { AWS_PROFILE: "a" }],
  ["AWS_PROFILE", { AWS_PROFILE: "a", AWS_DEFAULT_PROFILE: "b" }, {}, { AWS_PROFILE: "a" }],
  ["--profile", { ...keys, AWS_PROFILE: "a" }, { profile: "b" }, { AWS_PROFILE: "b" }],
  ["--profile as CDK_PROFILE", { ...keys, CDK_PROFILE: "a" }, {}, { AWS_PROFILE: "a" }],
  ["--region as CDK_REGION", { AWS_REGION: "a", CDK_REGION: "b" }, {}, { AWS_REGION: "b" }],
  ["keys, which come before a profile", { ...keys, AWS_PROFILE: "a" }, {}, {}],
])("%s", (_, given, target, expected) => {
  const environment = { ...given };
  aimLikeCdk(environment, target);
  const { AWS_REGION, AWS_PROFILE } = environment;
  expect({ AWS_REGION, AWS_PROFILE }).toEqual({
    AWS_REGION: undefined,
    AWS_PROFILE: undefined,
    ...expected,
  });
});
