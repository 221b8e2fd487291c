/** A source of numbers, evenly spread from 0 (included) to 1 (excluded). */
export type Random = () => number;

/**
 * The same numbers for the same seed, on every machine: a counter that grows by an odd step and so
 * passes through all 2³² values, each then mixed by two rounds of shift and multiply so that neighbours
 * do not resemble one another. Good enough for tests, of no use for secrets.
 * @param seed a whole number; only its lowest 32 bits count.
 */
export function seededRandom(seed: number): Random {
  let counter = seed | 0;
  return () => {
    counter = (counter + step) | 0;
    return (mix(counter) >>> 0) / 2 ** 32;
  };
}

/** One of the items, each as likely as the others; undefined if there are none. */
export function pick<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** 2³² divided by the golden ratio, made odd: the counter's values lie far apart. */
const step = 0x9e3779b9;

/** Turns a 32-bit number into another, no two into the same (MurmurHash3's last step). */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
