import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retry, wait } from "../../../dispatch/outcome.ts";
import { admit, close, type Gate, gateIn, open, openGate } from "../../../dispatch/pace/gate.ts";
import { count, documentedPace, free, nextFree } from "../../../dispatch/pace/windows.ts";
import { drain, mostWithin } from "./drain.ts";

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse("2027-01-01T00:00:00Z");
const some = (length: number) => Array.from({ length }, () => ({}));
const at = (time: number) => ({ now: () => time, random: () => 0 });

describe("a backlog", () => {
  /** The best possible: as many as the hour allows at once as fast as the minute allows, then the next hour. */
  const best = (deliveries: number) => {
    const { "per-minute": perMinute, "per-hour": perHour } = documentedPace;
    const hours = Math.ceil(deliveries / perHour) - 1;
    const rest = deliveries - hours * perHour;
    return hours * hour + (Math.ceil(rest / perMinute) - 1) * minute;
  };

  test.each([100, 500, 1000, 2000, 5000, 10_000])(
    "of %i goes within the limits, about as fast as they allow",
    (deliveries) => {
      const { went, tooOld, visits } = drain(times(deliveries, 0), documentedPace);
      expect([went.length, tooOld]).toEqual([deliveries, 0]);
      expectLimits(went);
      expect(went.at(-1)).toBeLessThanOrEqual(1.05 * best(deliveries) + 2 * minute);
      expect(visits).toBeLessThan(4 * deliveries);
    },
  );

  test("is not held up by those that come new, nor holds them up for ever", () => {
    // A thousand at once, and one more each ten seconds for six hours: less than the limits allow.
    const arrivals = [...times(1000, 0), ...times(2160, 10_000)];
    const { went, tooOld } = drain(arrivals, documentedPace);
    expect([went.length, tooOld]).toEqual([arrivals.length, 0]);
    expectLimits(went);
    expect(went.at(-1)).toBeLessThan(8 * hour);
  });

  test("of those that can't wait for their places holds up nobody else", () => {
    // Three thousand that are given up after ten minutes, then one a minute.
    const later = times(345, minute).map((time) => 15 * minute + time);
    const { went } = drain([...times(3000, 0), ...later], documentedPace, 600);
    expectLimits(went);
    expect(went.filter((time) => time >= 65 * minute)).toHaveLength(295);
  });

  test("of calls that are not queued takes no places", () => {
    const call = { waitsUntil: now };
    const { gate, answers } = admit(
      openGate,
      Array.from({ length: 500 }, () => call),
      documentedPace,
      at(now),
    );
    expect(answers.filter((wait) => wait === undefined)).toHaveLength(80);
    expect(answers.flatMap((wait) => wait?.place ?? [])).toEqual([]);
    expect(admit(gate, some(1), documentedPace, at(now + 65_000)).answers).toEqual([undefined]);
  });

  test("of those that never return holds up the others for a minute or so", () => {
    const { gate } = admit(openGate, some(400), documentedPace, at(now));
    const later = [70_000, 140_000, 200_000].map((time) => now + time);
    const passed = later.map((time) => admit(gate, some(1), documentedPace, at(time)).answers[0]);
    expect(passed.map((wait) => wait === undefined)).toEqual([false, true, true]);
  });

  test("of more than a day allows is given up in part, while the gate is never idle", () => {
    const { went, tooOld } = drain(times(15_000, 0), documentedPace);
    expect(went.length + tooOld).toBe(15_000);
    expectLimits(went);
    expect(went.length).toBeGreaterThan(11_000);
  });
});

function times(length: number, apart: number): readonly number[] {
  return Array.from({ length }, (_, index) => index * apart);
}

function expectLimits(went: readonly number[]): void {
  expect(mostWithin(went, minute)).toBeLessThanOrEqual(documentedPace["per-minute"]);
  expect(mostWithin(went, hour)).toBeLessThanOrEqual(documentedPace["per-hour"]);
}

test("however they come, no minute and no hour has more than it may", () => {
  const pace = { "per-minute": 5, "per-hour": 20 };
  const arrivals = fc.array(fc.tuple(fc.nat(90_000), fc.integer({ min: 1, max: 8 })), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(arrivals, (steps) => {
      let time = now;
      let gate: Gate = openGate;
      const went: number[] = [];
      for (const [step, wanting] of steps) {
        time += step;
        const admission = admit(gate, some(wanting), pace, at(time));
        gate = gateIn(JSON.parse(JSON.stringify(admission.gate)));
        for (const wait of admission.answers) if (wait === undefined) went.push(time);
      }
      expect(mostWithin(went, minute)).toBeLessThanOrEqual(pace["per-minute"]);
      expect(mostWithin(went, hour)).toBeLessThanOrEqual(pace["per-hour"]);
    }),
    { numRuns: 200 },
  );
});

test("a place is free when it is said to be", () => {
  const pace = { "per-minute": 3, "per-hour": 5 };
  const times = fc.array(fc.nat(30_000), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(times, (steps) => {
      let windows = { minute: openGate.minute, hour: openGate.hour };
      let time = now;
      for (const step of steps) {
        time += step;
        if (free(windows, pace, time) > 0) windows = count(windows, 1, time);
      }
      const next = nextFree(windows, pace, time);
      expect(free(windows, pace, next)).toBeGreaterThan(0);
      if (next > time) expect(free(windows, pace, next - 1)).toBe(0);
    }),
  );
});

describe("a gate that is closed", () => {
  const refused = retry("token-invalid", "GitHub answered 401", 60);
  const closed = close(openGate, refused, now, undefined);
  const codesOf = (gate: Gate, time: number) =>
    admit(gate, some(3), documentedPace, at(time)).answers.map((wait) => wait?.code);

  test("lets nobody through before its time", () => {
    const { answers } = admit(closed, some(2), documentedPace, at(now + 1000));
    expect(answers).toEqual([
      wait("token-invalid", "it waits, because: GitHub answered 401", 59),
      wait("token-invalid", "it waits, because: GitHub answered 401", 59),
    ]);
  });

  test("lets one try afterwards, while the others wait for the same reason", () => {
    const waiting = ["token-invalid", "token-invalid"];
    const first = admit(closed, some(3), documentedPace, at(now + 60_000));
    expect(first.answers.map((wait) => wait?.code)).toEqual([undefined, ...waiting]);
    expect(codesOf(first.gate, now + 61_000)).toEqual(["token-invalid", ...waiting]);
    // Who tried was ended, perhaps.
    expect(codesOf(first.gate, now + 80_000)).toEqual([undefined, ...waiting]);
  });

  test("is open again when that one succeeds", () => {
    expect(codesOf(open(closed), now + 60_000)).toEqual([undefined, undefined, undefined]);
  });

  test("counts those that failed together once, and each that tries", () => {
    const together = close(close(closed, refused, now, undefined), refused, now, undefined);
    expect(together.closure?.failures).toBe(1);
    expect(close(together, refused, now + 60_000, together.closure).closure?.failures).toBe(2);
  });

  test("doesn't open earlier because somebody who came late was told a shorter time", () => {
    const later = close(closed, retry("rate-limited", "429", 1), now, undefined);
    expect(later.closure).toMatchObject({ code: "rate-limited", until: now + 60_000 });
  });

  test("is closed no longer than the one that tries is told", () => {
    const { gate } = admit(closed, some(1), documentedPace, at(now + 60_000));
    const short = retry("rate-limited", "429", 3);
    const again = close(gate, short, now + 61_000, gate.closure);
    expect(again.closure).toMatchObject({ code: "rate-limited", until: now + 64_000, failures: 2 });
    const meanwhile = close(gate, refused, now + 60_500, undefined);
    expect(close(meanwhile, short, now + 61_000, gate.closure).closure?.until).toBe(now + 120_500);
  });

  test("is opened by no list when the rate is limited, and by one when the token was refused", () => {
    const limited = close(openGate, retry("rate-limited", "403", 60), now, undefined);
    const look = { looks: true };
    const over = at(now + 60_000);
    const asked = admit(limited, [look, {}, {}], documentedPace, over);
    expect(asked.answers.map((wait) => wait?.code)).toEqual([undefined, undefined, "rate-limited"]);
    const alone = admit(limited, [look], documentedPace, over);
    expect(alone.gate).toEqual(limited);
    const tried = admit(closed, [look, {}], documentedPace, over);
    expect(tried.answers.map((wait) => wait?.code)).toEqual([undefined, "token-invalid"]);
  });

  test("lets nobody try while the limits are used up", () => {
    const pace = { "per-minute": 1, "per-hour": 10 };
    const used = { ...closed, ...count(closed, 1, now + 59_000) };
    const { answers, gate } = admit(used, some(1), pace, at(now + 61_000));
    expect(answers.map((wait) => wait?.code)).toEqual(["rate-limited"]);
    expect(gate.closure).toMatchObject({ code: "token-invalid", failures: 1 });
    expect(gate.closure?.until).toBeLessThanOrEqual(now + 61_000);
  });
});
