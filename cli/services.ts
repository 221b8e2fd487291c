/** What asking GitHub needs of this machine. */
export const services = {
  fetch,
  timeout: (milliseconds: number) => AbortSignal.timeout(milliseconds),
  now: Date.now,
  random: Math.random,
};
