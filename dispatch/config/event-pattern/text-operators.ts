import { isIPv4, isIPv6 } from "node:net";
import type { Complaint } from "../../problem.ts";
import { complain, isMapping, type Mapping, written } from "./text.ts";

const affixAllowed = "a text, or {equals-ignore-case: a text}";

/** Checks the operand of `prefix` and `suffix`. */
export function checkAffix(name: string, operand: unknown): readonly Complaint[] {
  if (!isMapping(operand)) return checkText(name, operand, affixAllowed);
  const inner = operand["equals-ignore-case"];
  if (Object.keys(operand).length === 1 && typeof inner === "string") return [];
  return [
    complain(operand, {
      message: `\`${name}\` does not take this mapping.`,
      allowed: affixAllowed,
      mend: `Write a text, or ignore its case with ${written({ [name]: { "equals-ignore-case": typeof inner === "string" ? inner : "text" } })}`,
    }),
  ];
}

/** Checks the operand of an operator that compares with one text. */
export function checkText(
  name: string,
  operand: unknown,
  allowed = "a text",
): readonly Complaint[] {
  if (typeof operand === "string") return checkWords(name, operand);
  return [
    complain(operand, {
      message: `\`${name}\` takes one text.`,
      allowed,
      mend: asOneText(name, operand),
    }),
  ];
}

function asOneText(name: string, operand: unknown): string {
  if (Array.isArray(operand) && operand.length > 0) {
    return `Give each text its own item: ${written(operand.map((text) => ({ [name]: text })))}`;
  }
  if (isMapping(operand) && isIgnoredCase(name, operand)) {
    return `Turn it round: ${written(turnedRound(name, operand))}`;
  }
  return asQuoted(name, operand);
}

function isIgnoredCase(name: string, operand: Mapping): boolean {
  const [affix, ...others] = Object.keys(operand);
  return (
    name === "equals-ignore-case" &&
    others.length === 0 &&
    (affix === "prefix" || affix === "suffix") &&
    typeof operand[affix] === "string"
  );
}

function turnedRound(name: string, operand: Mapping): Mapping {
  return Object.fromEntries(
    Object.entries(operand).map(([affix, text]) => [affix, { [name]: text }]),
  );
}

/** The mend for an operand that should have been a text. */
export function asQuoted(name: string, operand: unknown): string {
  return typeof operand === "number" || typeof operand === "boolean"
    ? `Quote it: ${written({ [name]: String(operand) })}`
    : `Write a text after \`${name}:\`.`;
}

/** Checks the text of an operator whose texts have a grammar of their own. */
export function checkWords(name: string, text: string): readonly Complaint[] {
  if (name === "wildcard") return checkWildcard(text);
  return name === "cidr" ? checkCidr(text) : [];
}

/** docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching */
function checkWildcard(text: string): readonly Complaint[] {
  const allowed = "a text in which `*` is any characters, `\\*` a star and `\\\\` a backslash";
  const withoutEscapes = text.replace(/\\[*\\]/g, "?");
  if (withoutEscapes.includes("\\")) {
    return [
      complain(text, {
        message: "A backslash in a wildcard escapes `*` or a backslash, and nothing else.",
        allowed,
        mend: `Double it: ${written({ wildcard: text.replace(/\\([*\\])|\\/g, (pair, escaped) => (escaped ? pair : "\\\\")) })}`,
      }),
    ];
  }
  if (!withoutEscapes.includes("**")) return [];
  return [
    complain(text, {
      message: "A wildcard has two `*` in a row.",
      allowed,
      mend: `One \`*\` is any number of characters: ${written({ wildcard: text.replace(/(\\.)|\*+/g, (stars, escaped) => (escaped ? stars : "*")) })}`,
    }),
  ];
}

/**
 * The block as EventBridge's engine takes it: it refuses a block of one address
 * (github.com/aws/event-ruler, CIDR.java), which a plain text matches.
 */
function checkCidr(text: string): readonly Complaint[] {
  const [, address = "", bits = ""] = /^([^/]*)\/(\d{1,3})$/.exec(text) ?? [];
  const size = addressBits(address);
  if (size !== undefined && Number(bits) < size) return [];
  return [
    complain(text, {
      message: "This is not a block of IP addresses.",
      allowed: "an IPv4 block with 0 to 31 bits, or an IPv6 block with 0 to 127",
      mend: asBlock(text, address, Number(bits)),
    }),
  ];
}

/** How many bits an address has. The engine knows IPv6 neither with a zone nor with an IPv4 ending. */
function addressBits(address: string): 32 | 128 | undefined {
  if (isIPv4(address)) return 32;
  return isIPv6(address) && /^[\da-f:]+$/i.test(address) ? 128 : undefined;
}

function asBlock(text: string, address: string, bits: number): string {
  const size = addressBits(address);
  const single = bits === size ? address : text;
  if (addressBits(single) !== undefined) {
    return `For one address write it as a plain text in the list, without \`cidr\`: ${written([single])}`;
  }
  return "Write it like 10.0.0.0/24 or 2001:db8::/32.";
}
