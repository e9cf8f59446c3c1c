/** What is loaded, or the caller's reason when it goes away before. */
export function untilAborted<T>(loading: T | PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
    Promise.resolve(loading).then(resolve, reject);
  });
}
