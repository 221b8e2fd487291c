/** A line on the terminal that tells how far something is. */
export interface Progress {
  /** Says what is going on now. */
  readonly show: (state: string) => void;
  readonly end: () => void;
}

/** Milliseconds of work that go without a word, and then between two words. */
const pauses = { terminal: 1000, log: 10_000 } as const;

/** Tells on standard error how far a long work is, also when it stands still. A short one goes without a word. */
export function createProgress(state: string): Progress {
  const { stderr } = process;
  let line = state;
  const tell = () => {
    stderr.write(stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
  };
  const first = setTimeout(tell, pauses.terminal);
  const timer = setInterval(tell, stderr.isTTY ? pauses.terminal : pauses.log);
  return {
    show(next) {
      line = next;
    },
    end() {
      clearTimeout(first);
      clearInterval(timer);
      if (stderr.isTTY) stderr.write("\r\u001b[K");
    },
  };
}
