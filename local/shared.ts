/** Does a work, or gives what is being made or was made of the same work before. */
export type Share<Value> = (key: readonly string[], work: () => Promise<Value>) => Promise<Value>;

/** Shares works among those who ask for the same, for good. */
export function createShared<Value>(): Share<Value> {
  const shared = new Map<string, Promise<Value>>();
  return (key, work) => {
    const name = JSON.stringify(key);
    const promise = shared.get(name) ?? work();
    shared.set(name, promise);
    return promise;
  };
}
