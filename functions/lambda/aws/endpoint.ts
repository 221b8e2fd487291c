import type { Service } from "./aws.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a service is asked: in the region and the partition of the function, or where the variables say
 * that the AWS SDK obeys, too: docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html.
 *
 * @param environment the function's; `URL_SUFFIX` is the partition's domain.
 */
export function endpointOf(environment: Environment): (service: Service) => string {
  const { AWS_REGION: region, URL_SUFFIX: suffix = "amazonaws.com" } = environment;
  return ({ name, id }) =>
    environment[`AWS_ENDPOINT_URL_${id}`] ||
    environment.AWS_ENDPOINT_URL ||
    `https://${name}.${region}.${suffix}`;
}
