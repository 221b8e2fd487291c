import { documentedLimits } from "../../local/github/secondary-limits.ts";

/** At most so many in any span of so many milliseconds; what was sent exactly so long ago is out of it. */
export interface Limit {
  readonly most: number;
  readonly span: number;
}

const minute = 60_000;

/** Points that GitHub counts for a request that writes. */
const pointsOfDispatch = 5;

/**
 * What GitHub documents for the dispatches of one user, as its stand-in counts them:
 * docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. The 5,000 requests an hour and the 100
 * at the same time are not among them, because 500 an hour and 80 a minute never come to so many.
 */
export const dispatchLimits: readonly Limit[] = [
  { most: documentedLimits.contentPerMinute, span: minute },
  { most: Math.floor(documentedLimits.pointsPerMinute / pointsOfDispatch), span: minute },
  { most: documentedLimits.contentPerHour, span: 60 * minute },
];

/**
 * The earliest time at which the last of some can be sent within limits, in milliseconds since the first.
 *
 * Under a limit of 80 a minute, each is sent a minute after the one that is 80 before it, or later. Who sends each
 * as early as that allows sends none later than anybody else could.
 */
export function bestPossible(count: number, limits: readonly Limit[]): number {
  const sent: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const earliest = limits.map(({ most, span }) => {
      const before = sent[index - most];
      return before === undefined ? 0 : before + span;
    });
    sent.push(Math.max(0, ...earliest));
  }
  return sent.at(-1) ?? 0;
}
