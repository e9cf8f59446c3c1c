import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Writers empty a file before they fill it: it is looked at when it has been left alone for so long. */
const restMs = 50;

/**
 * Calls back after a file was changed, replaced or removed; one call at a time, and one more for what changed meanwhile. The folder is
 * watched, because many editors write a new file and give it the old name.
 */
export function watchFile(path: string, changed: () => Promise<void>): Disposable {
  const name = basename(path);
  let timer: NodeJS.Timeout | undefined;
  let calls = Promise.resolve();
  const watcher = watch(dirname(resolve(path)), (_event, filename) => {
    if (filename !== null && filename !== name) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      calls = calls.then(changed);
    }, restMs);
  });
  // The folder may go away; what was read last stays.
  watcher.on('error', () => undefined);
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
