const PORTION = 5_000;

/** Works through many rows, thousands at a time: one statement for each would be slow, one for all without bound. */
export async function inPortions<T, R>(
  all: readonly T[],
  work: (portion: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let first = 0; first < all.length; first += PORTION) {
    for (const result of await work(all.slice(first, first + PORTION))) results.push(result);
  }
  return results;
}
