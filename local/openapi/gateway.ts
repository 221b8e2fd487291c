/**
 * What API Gateway answers before or in place of the function, by status: refusals of its authorizers
 * (docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html; for IAM
 * github.com/aws/aws-cdk/issues/21182), paths that can't be read, bodies above 10 MB (http-api-quotas.html),
 * throttling (http-api-throttling.html), and a function that fails or takes longer than 30 seconds
 * (github.com/awsdocs/amazon-api-gateway-developer-guide/pull/74).
 *
 * @param auth the kind of auth of the route.
 */
export function gatewayMessages(auth: string): ReadonlyMap<number, readonly string[]> {
  const refusals: readonly (readonly [number, readonly string[]])[] =
    auth === "jwt" ? [[401, ["Unauthorized"]]] : [];
  return new Map([
    [400, ["Bad Request"]],
    ...refusals,
    [403, ["Forbidden"]],
    [404, ["Not Found"]],
    [413, ["Request Entity Too Large"]],
    [429, ["Too Many Requests"]],
    [500, ["Internal Server Error"]],
    [503, ["Service Unavailable"]],
  ]);
}
