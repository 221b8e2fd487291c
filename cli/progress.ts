/** A line on the terminal that tells how far something is. */
export interface Progress {
  readonly show: (done: number, all: number) => void;
  readonly end: () => void;
}

/** Milliseconds of work that go without a word, and then between two words. */
const pauses = { terminal: 1000, log: 10_000 } as const;

/**
 * Tells on standard error how far a long work is, though nothing of it should be done for a while. A short
 * one goes without a word.
 *
 * @param verb what is done, and @param things to what: `checked 12 of 300 triggers`.
 */
export function createProgress(verb: string, things: string): Progress {
  const { stderr } = process;
  let state = { done: 0, all: 0 };
  const tell = () => {
    const line = `${verb} ${state.done} of ${state.all} ${things}`;
    stderr.write(stderr.isTTY ? `\r${line}\u001b[K` : `${line}\n`);
  };
  const first = setTimeout(tell, pauses.terminal);
  const timer = setInterval(tell, stderr.isTTY ? pauses.terminal : pauses.log);
  return {
    show(done, all) {
      state = { done, all };
    },
    end() {
      clearTimeout(first);
      clearInterval(timer);
      if (stderr.isTTY) stderr.write("\r\u001b[K");
    },
  };
}
