/** The watches that are open: nothing is noted without one. */
const open = new Set<object>();

export function isWatched(): boolean {
  return open.size > 0;
}

/** The only watch that is open; undefined when there are several, or none. */
export function onlyWatch(): object | undefined {
  const [watch, ...others] = open;
  return others.length === 0 ? watch : undefined;
}

/** True when it is the first. */
export function openWatch(watch: object): boolean {
  open.add(watch);
  return open.size === 1;
}

/** True when it was the last. */
export function closeWatch(watch: object): boolean {
  return open.delete(watch) && open.size === 0;
}
