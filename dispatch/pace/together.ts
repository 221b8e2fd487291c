/**
 * Does for several what is asked for at the same time: those that ask while an earlier group is being served
 * are served together, next.
 *
 * @param serve answers a group, in its order; never rejects.
 */
export function createTogether<Ask, Answer>(
  serve: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
): (ask: Ask) => Promise<Answer> {
  interface Waiting {
    readonly ask: Ask;
    readonly resolve: (answer: Answer) => void;
  }
  let waiting: Waiting[] = [];
  let isServing = false;

  async function serveAll(): Promise<void> {
    isServing = true;
    // The messages of a batch ask one after another, in the same turn.
    await undefined;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const answers = await serve(group.map(({ ask }) => ask));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
    }
    isServing = false;
  }

  return (ask) =>
    new Promise((resolve) => {
      waiting.push({ ask, resolve });
      if (!isServing) void serveAll();
    });
}
