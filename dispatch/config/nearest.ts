import { closestMatch } from "leven";

/** The known word that was probably meant, if one is near: at most half of a short word may differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const maxDistance = Math.min(3, Math.floor(word.length / 2));
  const lowerCase = known.map((each) => each.toLowerCase());
  const match = closestMatch(word.toLowerCase(), lowerCase, { maxDistance });
  return match === undefined ? undefined : known[lowerCase.indexOf(match)];
}
