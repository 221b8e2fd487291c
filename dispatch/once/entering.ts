import type { Delivery } from "../delivery.ts";
import type { Dispatched, Failure } from "../outcome.ts";
import type { Want } from "../pace/gate.ts";
import { onItsWay } from "../pace/windows.ts";

/** One try of a delivery that is claimed. */
export interface Attempt {
  /** Counts from 1; waiting times grow with it. */
  readonly number: number;
  /** When it must be sent at the latest, in milliseconds since the epoch. */
  readonly until: number;
}

/** What the gate has said: to go, or to wait. */
export interface Leave {
  /** Starts one run, or says why it has to wait. */
  readonly send: (attempt: Attempt) => Promise<Dispatched | Failure>;
  /** Tells that nothing is sent, so that nobody waits for what becomes of it. */
  readonly release: () => Promise<void>;
}

/** Asks for leave to send; takes a place in GitHub's limits, or one among those that wait for them. */
export type Enter = (want: Want) => Promise<Leave>;

/** The way of one delivery through the gate. */
export interface Entering {
  /** @param place the place that it was given before, in milliseconds since the epoch. */
  readonly take: (place: number | undefined) => Promise<Leave>;
  /** Gives back what was asked for and not taken. */
  readonly release: () => Promise<void>;
}

/**
 * Asks for leave for a delivery. For one that is most likely new that is done at once, while it is being
 * claimed: it need not wait for two answers of the ledger, one after the other.
 *
 * @param now milliseconds since the epoch.
 */
export function beginEntering(
  { isNew, waitsUntil }: Pick<Delivery, "isNew" | "waitsUntil">,
  enter: Enter,
  now: () => number,
): Entering {
  const asked = now();
  let early = isNew ? enter({ waitsUntil }) : undefined;
  // Whoever takes it finds out.
  early?.catch(() => {});

  async function release(): Promise<void> {
    const unused = early;
    early = undefined;
    await (await unused)?.release();
  }

  return {
    async take(place) {
      // Leave is for what is sent at once, and who has been given a place goes there.
      const isGood = place === undefined && now() - asked <= onItsWay;
      if (!isGood) await release();
      const taken = early ?? enter({ place, waitsUntil });
      early = undefined;
      return taken;
    },
    release,
  };
}
