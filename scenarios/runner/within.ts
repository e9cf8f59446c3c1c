/** A promise's fate, or `undefined` when it has none after this long. The promise itself goes on; its late rejection is not unhandled. */
export async function fateWithin<T>(
  promise: Promise<T>,
  timeoutMs: number,
): Promise<PromiseSettledResult<T> | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, undefined);
  });
  const fate = Promise.allSettled([promise]).then(([settled]) => settled);
  try {
    return await Promise.race([fate, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
