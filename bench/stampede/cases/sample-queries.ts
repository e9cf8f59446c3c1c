import { setTimeout as delay } from 'node:timers/promises';
import { type QueryPattern, countQueries } from '../../../harness/counting/index.ts';
import { monotonicMs } from '../../../harness/load/index.ts';

/** Queries that the server had counted at a moment, on the monotonic clock. */
export type Samples = readonly { readonly atMs: number; readonly count: number }[];

/** A series that goes on until it is disposed of. */
export interface Sampling extends AsyncDisposable {
  readonly samples: Samples;
}

const everyMs = 20;

/** Reads the server's count again and again, for a chart: a reading in between may be short of statements under way. */
export async function sampleQueries(adminUrl: string, pattern: QueryPattern): Promise<Sampling> {
  const counter = await countQueries({ adminUrl, pattern, settleMs: 0 });
  const samples: { atMs: number; count: number }[] = [{ atMs: monotonicMs(), count: 0 }];
  const over = new AbortController();
  const reading = (async () => {
    while (!over.signal.aborted) {
      await delay(everyMs);
      const { count } = await counter.read();
      samples.push({ atMs: monotonicMs(), count });
    }
  })();
  // A series for a chart: what it lacks is seen there.
  reading.catch(() => undefined);
  return {
    samples,
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await reading.catch(() => undefined);
      await counter[Symbol.asyncDispose]();
    },
  };
}
