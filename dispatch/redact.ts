/**
 * GitHub's refusal of an input quotes its value, which came with the event or the call; the input's name
 * is enough to find the mistake.
 */
export function withoutValues(detail: string): string {
  return detail.replace(/(Provided value ').*?(?=' for input '[^']*' not in [^']*$|$)/s, "$1…");
}
