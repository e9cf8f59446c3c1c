let latest = 0;

/** A moment later than every one before: tells what was opened before a watch began from what was opened since. */
export function nextMoment(): number {
  latest += 1;
  return latest;
}
