import { pick, type Random } from "../../../local/github/faults/random.ts";

/** Ways to do one thing wrong, by name. */
export type Tricks<Value> = Readonly<Record<string, Value>>;

/** One of the tricks, each as likely as the others. */
export function draw<Value>(
  random: Random,
  tricks: Tricks<Value>,
): readonly [name: string, value: Value] {
  const drawn = pick(random, Object.entries(tricks));
  if (drawn === undefined) throw new Error("there is no trick to draw");
  return drawn;
}

/** A header's name and value, each character one byte. */
export type Header = readonly [name: string, value: string];

/** The bytes of a text in UTF-8, as characters of one byte each. */
export function inBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** Draws tricks for one request, and remembers which, and whether what they make is HTTP. */
export function createHand(random: Random) {
  const tricks: string[] = [];
  let isHttp = true;
  function always<Value>(about: string, some: Tricks<Value>): Value {
    const [name, value] = draw(random, some);
    tricks.push(`${about}: ${name}`);
    return value;
  }
  function maybe<Value>(share: number, about: string, some: Tricks<Value>, other: Value): Value {
    return random() < share ? always(about, some) : other;
  }
  /** What is no HTTP is rare: a server looks no further. */
  function rarely<Value>(about: string, some: Tricks<Value>, other: Value): Value {
    if (random() >= 0.03) return other;
    isHttp = false;
    return always(`broken ${about}`, some);
  }
  return { always, maybe, rarely, drawn: () => ({ tricks, isHttp }) };
}
