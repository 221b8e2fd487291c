/** A clock that stands still unless it is moved: hours of waiting take no time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Moves it forward to a time; it never goes back. */
  readonly moveTo: (time: number) => void;
}

export function createClock(start: number): Clock {
  let time = start;
  return {
    now: () => time,
    moveTo(later) {
      time = Math.max(time, Math.ceil(later));
    },
  };
}
