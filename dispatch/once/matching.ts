/**
 * Whether each of the left ones can have a right one of its own: a matching that leaves none of them out,
 * found by augmenting paths.
 */
export function canAllHaveOne<Left, Right>(
  lefts: readonly Left[],
  rights: readonly Right[],
  fits: (left: Left, right: Right) => boolean,
): boolean {
  const ownerOf = new Map<Right, Left>();

  function place(left: Left, tried: Set<Right>): boolean {
    for (const right of rights) {
      if (tried.has(right) || !fits(left, right)) continue;
      tried.add(right);
      const owner = ownerOf.get(right);
      if (owner === undefined || place(owner, tried)) {
        ownerOf.set(right, left);
        return true;
      }
    }
    return false;
  }

  return lefts.every((left) => place(left, new Set()));
}
