/** A time as GitHub writes it: UTC, to the second. */
export function timestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
