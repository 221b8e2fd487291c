/** Does something and prints that it is done, with the seconds it took. */
export async function timed<Result>(what: string, action: () => Promise<Result>): Promise<Result> {
  const started = Date.now();
  const result = await action();
  console.log(`${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}
