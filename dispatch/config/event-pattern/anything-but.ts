import type { Complaint } from "../../problem.ts";
import { complain, isMapping, type Mapping, nearest, under, written } from "./text.ts";
import { asQuoted, checkWords } from "./text-operators.ts";

const testsOfText = ["prefix", "suffix", "equals-ignore-case", "wildcard"];

const allowed = `a text, a number, a list of texts, a list of numbers, or a mapping with one of ${testsOfText.join(", ")}`;

/** Checks the operand of `anything-but`: what the field must not be. */
export function checkAnythingBut(operand: unknown): readonly Complaint[] {
  if (isMapping(operand)) return checkExcludedTest(operand);
  if (!Array.isArray(operand)) return checkExcluded(operand);
  const each = operand.flatMap((value, index) => under(index, checkExcluded(value)));
  if (each.length > 0) return each;
  if (operand.length === 0) return [emptyList("anything-but", operand)];
  if (new Set(operand.map((value) => typeof value)).size === 1) return [];
  return [
    complain(operand, {
      message: "`anything-but` mixes texts and numbers.",
      allowed,
      mend: `If the event has a text here, quote the numbers: ${written(operand.map(String))}; if it has a number, leave the texts out`,
    }),
  ];
}

function emptyList(name: string, operand: unknown): Complaint {
  return complain(operand, {
    message: `\`${name}\` has an empty list.`,
    allowed: name === "anything-but" ? allowed : "a text, or a list of texts",
    mend: "List what to exclude.",
  });
}

function checkExcluded(value: unknown): readonly Complaint[] {
  if (typeof value === "string" || Number.isFinite(value)) return [];
  return [
    complain(value, {
      message: `\`anything-but\` cannot exclude ${written(value)}.`,
      allowed,
      mend:
        typeof value === "boolean"
          ? `Match the other value: ${written([!value])}`
          : "List the values to match instead of those to exclude.",
    }),
  ];
}

function checkExcludedTest(operand: Mapping): readonly Complaint[] {
  const [name, ...others] = Object.keys(operand);
  if (name !== undefined && others.length === 0 && testsOfText.includes(name)) {
    return under(name, checkExcludedTexts(name, operand[name]));
  }
  const meant = name === undefined || others.length > 0 ? undefined : nearest(name, testsOfText);
  return [
    complain(operand, {
      message: `\`anything-but\` cannot exclude ${written(operand)}.`,
      allowed,
      mend:
        meant === undefined || name === undefined
          ? "Exclude values, or use one operator that tests text."
          : `Write ${written({ "anything-but": { [meant]: operand[name] } })}`,
    }),
  ];
}

function checkExcludedTexts(name: string, operand: unknown): readonly Complaint[] {
  if (!Array.isArray(operand)) return checkExcludedText(name, operand);
  if (operand.length === 0) return [emptyList(name, operand)];
  return operand.flatMap((text, index) => under(index, checkExcludedText(name, text)));
}

function checkExcludedText(name: string, text: unknown): readonly Complaint[] {
  const isEmptyAffix = text === "" && (name === "prefix" || name === "suffix");
  if (typeof text === "string" && !isEmptyAffix) return checkWords(name, text);
  return [
    complain(text, {
      message: isEmptyAffix
        ? `Every text has the empty ${name}, so this would exclude everything.`
        : `\`${name}\` inside \`anything-but\` takes texts.`,
      allowed: "a text, or a list of texts",
      mend: asQuoted(name, text),
    }),
  ];
}
