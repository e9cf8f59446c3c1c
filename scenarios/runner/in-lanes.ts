/** Does the work for each item, in so many lanes at a time, and resolves with the results in the items' order; after a failure nothing more is begun. */
export async function inLanes<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const next = numbered(items);
  const lane = async () => {
    // Leaving this loop by an error ends the generator, and with it the other lanes.
    for (const [place, item] of next) results[place] = await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failure = ended.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results;
}

function* numbered<T>(items: readonly T[]): Generator<[number, T]> {
  yield* items.entries();
}
