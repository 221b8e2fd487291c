import { NumberData } from "@actions/expressions/data/number";

/** A number that becomes text as on GitHub, where the library (0.3.61) keeps more digits and JavaScript's exponents. */
export class GitHubNumber extends NumberData {
  override coerceString(): string {
    return numberText(this.value);
  }
}

/**
 * A number as GitHub shows it: 15 significant digits, in .NET's format G15
 * (github.com/actions/runner, src/Sdk/DTExpressions2/Expressions2/ExpressionConstants.cs;
 * learn.microsoft.com/en-us/dotnet/standard/base-types/standard-numeric-format-strings#general-format-specifier-g).
 */
function numberText(value: number): string {
  const isShort = Number.isInteger(value) && Math.abs(value) < 1e15;
  if (isShort || !Number.isFinite(value)) return String(value);
  const [mantissa = "", power = ""] = value.toExponential(14).split("e");
  const exponent = Number(power);
  if (exponent > -5 && exponent < 15) return String(Number(value.toPrecision(15)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(mantissa)}E${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
