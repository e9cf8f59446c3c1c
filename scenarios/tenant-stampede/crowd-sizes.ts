/** Crowds below the thousand: the number of queries does not grow with the callers. */
export const smallerCrowds: readonly number[] = [1, 10, 100];

export const crowdSizes: readonly number[] = [...smallerCrowds, 1000];
