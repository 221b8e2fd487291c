import type { Complaint } from "../problem.ts";
import { quote } from "./rules.ts";

/** One segment of a path: literal, `{parameter}`, or `{parameter+}` for all the rest. */
const segment = /^(?:[A-Za-z0-9._~$-]+|\{[A-Za-z_][A-Za-z0-9_-]*\+?\})$/;

/** A route's path as an HTTP API takes it: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html. */
export function checkPath(path: string): readonly Complaint[] {
  const complain = (message: string, mend: string): readonly Complaint[] => [
    {
      path: [],
      message,
      found: quote(path),
      allowed: "/fixed/{parameter}/{the-rest+}",
      mend,
    },
  ];
  if (!path.startsWith("/")) return complain("A path begins with a slash.", `Write /${path}.`);
  if (path === "/") return [];
  const segments = path.slice(1).split("/");
  const bad = segments.find((part) => !segment.test(part));
  if (bad === "") return complain("A path has no empty segment.", "Remove the extra slash.");
  if (bad !== undefined) {
    return complain(
      `The segment ${quote(bad)} can't be part of a route.`,
      "Use letters, digits and -._~$, or {name} with letters, digits, _ and -.",
    );
  }
  const greedy = segments.findIndex((part) => part.endsWith("+}"));
  if (greedy >= 0 && greedy < segments.length - 1) {
    return complain("{name+} takes all the rest, so it comes last.", "Move it to the end.");
  }
  const names = pathParameters(path);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return [];
  return complain(`The parameter ${quote(twice)} occurs twice.`, "Give each one its own name.");
}

/** The names of a path's parameters. */
export function pathParameters(path: string): readonly string[] {
  return [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name ?? "");
}

/** Each parameter of a path with the place it stands at: the method and the shape of the path up to it. */
export function parameterPlaces(
  method: string,
  path: string,
): readonly (readonly [place: string, name: string])[] {
  const segments = path.split("/");
  return segments.flatMap((part, index) => {
    const [name] = pathParameters(part);
    return name === undefined
      ? []
      : [[routeShape(method, segments.slice(0, index).join("/")), name]];
  });
}

/** What two routes have in common when a request can't tell them apart: parameters match by place. */
export function routeShape(method: string, path: string): string {
  return `${method} ${path.replaceAll(/\{[^}+]+(\+?)\}/g, "{$1}")}`;
}

/** An issuer as API Gateway takes it: an https URL, whose keys it looks up. */
export function checkIssuer(issuer: string): readonly Complaint[] {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const loopback = url?.protocol === "http:" && url.hostname === "127.0.0.1";
  if (url?.protocol === "https:" || loopback) return [];
  return [
    {
      path: [],
      message: "An issuer is an https URL.",
      found: quote(issuer),
      allowed: "https://…, exactly as in the token's iss claim",
      mend: "For GitHub's own OIDC, write https://token.actions.githubusercontent.com.",
    },
  ];
}
