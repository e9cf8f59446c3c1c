import type { EventEmitter } from 'node:events';
import { autocannon } from './autocannon.ts';
import { Ledger } from './ledger.ts';
import type { LoadOptions, LoadResult } from './load.ts';
import { Stopwatch } from './stopwatch.ts';

/** Sends the load from this process. Creating a thousand clients blocks it, so it should be one that does nothing else. */
export async function fire(options: LoadOptions, onAllSent: () => void = () => {}): Promise<LoadResult> {
  const { url, headers = {}, connections, requestsPerConnection = 1, deadlineMs } = options;
  const ledger = new Ledger(options);
  const stopwatch = options.timings === true ? new Stopwatch() : undefined;
  const ended = Promise.withResolvers<GeneratorResult>();
  let wasCutOff = false;
  const load = autocannon(
    {
      url,
      headers: { ...headers },
      connections,
      // A multiple of the connections: anything else is rounded.
      amount: connections * requestsPerConnection,
      // Each client's own time-out comes after the deadline of all.
      timeout: Math.ceil(deadlineMs / 1000) + 10,
      sampleInt: 10,
      verifyBody: (body) => ledger.body(String(body)),
      // Its types know three of the events only.
      setupClient: (client: EventEmitter) => {
        const lap = stopwatch?.newLap();
        client.on('request', () => {
          lap?.begin();
          if (ledger.request()) onAllSent();
        });
        client.on('response', (status: number) => {
          lap?.end();
          ledger.response(status);
        });
        client.on('connError', (error: NodeJS.ErrnoException) => ledger.failure(error.code ?? error.message));
        client.on('timeout', () => ledger.failure('timeout'));
      },
    },
    (error, result) => {
      if (error === null || error === undefined) ended.resolve(result as unknown as GeneratorResult);
      else ended.reject(error as Error);
    },
  );
  const cutOff = setTimeout(() => {
    wasCutOff = true;
    load.stop();
  }, deadlineMs);
  try {
    const result = await ended.promise;
    const closed = ledger.close({ answered: answersIn(result), mismatches: result.mismatches }, wasCutOff);
    return stopwatch === undefined ? closed : { ...closed, timings: stopwatch.timings };
  } finally {
    clearTimeout(cutOff);
  }
}

interface GeneratorResult {
  readonly mismatches: number;
  readonly statusCodeStats: Readonly<Record<string, { readonly count?: number } | undefined>>;
}

function answersIn({ statusCodeStats }: GeneratorResult): number {
  return Object.values(statusCodeStats).reduce((sum, status) => sum + (status?.count ?? 0), 0);
}
