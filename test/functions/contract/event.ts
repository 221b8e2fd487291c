import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type HttpCase, readCases, type WebToken } from "./cases.ts";
import type { RecordedCall } from "./recorded.ts";
import type { HttpRequest } from "./request.ts";

/** The id that API Gateway gives to a request. */
export const requestId = "KqJmXi0OjoEEPfQ=";

const { event: recorded } = readCases<RecordedCall>("recorded/empty.json");

/** The event that API Gateway makes of a case's request, written independently of the local server. */
export function eventOf(
  test: HttpCase,
  { method, path, headers, body }: HttpRequest,
  inBase64: boolean,
): APIGatewayProxyEventV2 {
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  const routeKey = test.route ?? `${method} ${rawPath}`;
  const { cookie, ...others } = headers;
  const { queryStringParameters: _, pathParameters: __, body: ___, ...base } = recorded;
  const context = recorded.requestContext;
  const http = { ...context.http, method, path: rawPath };
  const authorizer = authorizerOf(test);
  return {
    ...base,
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: [cookie].flat() }),
    headers: { ...recorded.headers, ...joined(others) },
    ...(rawQueryString === "" ? {} : { queryStringParameters: queryOf(rawQueryString) }),
    ...(test.parameters === undefined ? {} : { pathParameters: test.parameters }),
    requestContext: { ...context, ...authorizer, requestId, routeKey, http },
    ...(body.length === 0 ? {} : { body: body.toString(inBase64 ? "base64" : "utf8") }),
    isBase64Encoded: inBase64,
  };
}

function joined(headers: HttpRequest["headers"]): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.toLowerCase(), [value].flat().join(",")]),
  );
}

function queryOf(rawQueryString: string): Record<string, string> {
  const query = new URLSearchParams(rawQueryString);
  return Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name).join(",")]));
}

/** Each case with a token has passed API Gateway's authorizer; each call of `/iam` has been signed. */
function authorizerOf({ token, path }: HttpCase): object {
  if (token !== undefined) return { authorizer: { jwt: { claims: texts(token), scopes: null } } };
  if (!["/iam", "/everything"].includes(path.split("?")[0] ?? "")) return {};
  return { authorizer: { iam: { userArn: "arn:aws:iam::000000000000:user/local" } } };
}

/** As measured: all claims are texts, and a list is `[a b]`, in no certain order. */
function texts({ claims }: WebToken): Record<string, string> {
  const text = (value: unknown) =>
    Array.isArray(value) ? `[${value.toReversed().join(" ")}]` : String(value);
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(value)]));
}
