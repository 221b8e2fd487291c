import { METHODS } from "node:http";
import { inBytes, type Tricks } from "./tricks.ts";

/** Methods that HTTP knows. A server may close the connection of `CONNECT` without an answer. */
export const methods: Tricks<string> = Object.fromEntries(
  METHODS.filter((method) => method !== "CONNECT").map((method) => [method, method]),
);

/** Methods that a server need not answer. */
export const brokenMethods: Tricks<string> = {
  CONNECT: "CONNECT",
  "in lower case": "post",
  unknown: "DISPATCH",
  "very long": "POST".repeat(5000),
  empty: "",
  "with a NUL": "PO\0ST",
  "not ASCII": inBytes("PÖST"),
  "with a line break": "POST\r\n",
  "named like a property": "constructor",
};

export const brokenVersions: Tricks<string> = {
  "0.9": " HTTP/0.9",
  "1.2": " HTTP/1.2",
  "2.0": " HTTP/2.0",
  "9.9": " HTTP/9.9",
  "in lower case": " http/1.1",
  "of another protocol": " RTSP/1.0",
  none: "",
};

/** What is asked for, made of a route's path. */
export const targets: Tricks<(path: string) => string> = {
  "two slashes": (path) => `/${path}`,
  "two slashes inside": (path) => `/.${path.replaceAll("/", "//")}`,
  "a slash at the end": (path) => `${path}/`,
  "a dot": (path) => `/.${path}`,
  "two dots": (path) => `/nowhere/..${path}`,
  "two dots, encoded": (path) => `/nowhere/%2e%2e${path}`,
  "two dots, encoded twice": (path) => `/nowhere/%252e%252e${path}`,
  "above the root": (path) => `/../../../etc/passwd${path}`,
  "an encoded slash": (path) => `/%2f${path.slice(1)}`,
  "an encoded NUL": (path) => `${path}%00`,
  "encoded bytes that are no UTF-8": (path) => `${path}%ff%fe`,
  "overlong UTF-8": (path) => `/%c0%ae%c0%ae%c0%af${path.slice(1)}`,
  "a surrogate in UTF-8": (path) => `${path}/%ed%a0%80`,
  "a parameter that is no UTF-8": () => "/deploy/%ff",
  "a parameter that is no UTF-8 the second time": () => "/deploy/%25ff",
  "a percent sign alone": () => "/deploy/100%",
  "a line break, encoded": (path) => `${path}%0d%0ax-injected:%201`,
  "the first letter encoded": (path) => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}/`,
  "in capitals": (path) => path.toUpperCase(),
  "8 KB": (path) => `${path}/${"a".repeat(8192)}`,
  "4,000 segments": (path) => `${path}${"/a".repeat(4000)}`,
  "another host": (path) => `//evil.example${path}`,
  "absolute form": (path) => `http://evil.example${path}`,
  "another scheme": (path) => `file://${path}`,
  asterisk: () => "*",
  backslashes: (path) => `/..\\..${path.replaceAll("/", "\\")}`,
  "a path parameter": (path) => `${path};jsessionid=1`,
  "a template": (path) => `${path}/{environment}/\${{request.body}}`,
  "a prototype's name": () => "/__proto__",
  "a constructor's name": () => "/constructor/prototype",
  "a method's name": () => "/toString",
  "the default route": () => "/$default",
};

/** Queries of a path that the route still has. */
export const queries: Tricks<string> = {
  "10,000 parameters": `?${"a=1&".repeat(10_000)}`,
  "3,000 parameters": `?${"a=1&".repeat(3000)}`,
  "the same parameter often": "?a=1&a=2&a[]=3&A=4&a=",
  "names of prototypes": "?__proto__=1&constructor=2&toString=3&__proto__[name]=4&hasOwnProperty=5",
  "broken percent signs": "?%=%&%f=%zz&%ff=%fe&%00=%0d%0a",
  "question marks": "???a=?",
  "no names": "?=&=&==&&",
  "a presigned URL":
    "?X-Amz-Credential=presigned-credential-1&X-Amz-Signature=presigned-signature-2",
  "a token": "?access_token=query-token-3d51&token=query-token-3d51",
  "8 KB": `?${"b".repeat(8192)}`,
};

/** Targets that a server need not answer. */
export const brokenTargets: Tricks<(path: string) => string> = {
  empty: () => "",
  "no slash": (path) => path.slice(1),
  "a space": (path) => `${path} ${path}`,
  "a NUL": (path) => `${path}\0`,
  "a tab": (path) => `${path}\t`,
  "UTF-8": (path) => `${path}/${inBytes("ünïcödé/💥")}`,
  "bytes that are no UTF-8": (path) => `${path}/\xff\xfe`,
  "a fragment": (path) => `${path}#fragment`,
  "20 KB": (path) => `${path}/${"a".repeat(20_000)}`,
  "a line break": (path) => `${path} HTTP/1.1\r\nx-injected: 1\r\n\r\n`,
};
