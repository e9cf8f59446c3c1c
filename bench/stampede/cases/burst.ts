import { type LoadResult, type RequestTimings, monotonicMs, sendLoad } from '../../../harness/load/index.ts';
import { untilTrue } from '../../../scenarios/levers/index.ts';
import { RustokError } from '../../../src/errors/index.ts';
import { doubtsOfBacklog, doubtsOfCrowd, doubtsOfLoad } from '../checks.ts';
import { listenOverflows } from '../listen-overflows.ts';
import type { Trace } from '../measurement.ts';
import type { ServerProcess } from '../served/server-process.ts';
import type { Mode } from '../served/order.ts';
import { type Stage, deadlineMs } from '../stage.ts';

/** A crowd that is held until all of it has arrived. */
export interface BurstOrder {
  readonly mode: Mode;
  readonly slug: string;
  /** Lets the crowd go. */
  readonly release: () => Promise<unknown>;
}

/** What became of a crowd. */
export interface Burst {
  readonly load: LoadResult;
  readonly doubts: readonly string[];
  /** From the first request sent to the last one arrived. */
  readonly observedMs: number;
  /** From the release to the last answer. */
  readonly drainMs: number;
  readonly cpuUs: number;
  readonly trace: Omit<Trace, 'queries'>;
}

/** Sends one request on each connection and releases them when all have arrived at the server. */
export async function sendBurst(stage: Stage, server: ServerProcess, order: BurstOrder): Promise<Burst> {
  const { connections, signal } = stage;
  const overflows = await listenOverflows();
  await server.call('beginBurst', order.mode);
  let isOver = false;
  const sending = sendLoad(
    { url: server.url, headers: { 'x-tenant-id': order.slug }, connections, deadlineMs, timings: true },
    signal === undefined ? {} : { signal },
  ).finally(() => {
    isOver = true;
  });
  sending.catch(() => undefined);
  await untilTrue(async () => isOver || (await server.call('arrived')) >= connections, deadlineMs);
  const crowd = { connections, arrived: await server.call('arrived'), answered: await server.call('answered') };
  const releasedAtMs = monotonicMs();
  await order.release();
  const load = await sending;
  const { arrivedAtMs, cpuUs } = await server.call('endBurst');
  const timings = timingsOf(load);
  const start = Math.min(...timings.sentAtMs, arrivedAtMs[0] ?? Number.POSITIVE_INFINITY);
  const completedAtMs = timings.sentAtMs.map((sentAt, index) => sentAt + (timings.latencyMs[index] ?? 0) - start);
  const spreadMs = (arrivedAtMs.at(-1) ?? 0) - (arrivedAtMs[0] ?? 0);
  return {
    load,
    doubts: [
      ...doubtsOfLoad(load),
      ...doubtsOfCrowd(crowd),
      ...doubtsOfBacklog((await listenOverflows()) - overflows, spreadMs),
    ],
    observedMs: (arrivedAtMs.at(-1) ?? Number.NaN) - start,
    drainMs: Math.max(...completedAtMs) - (releasedAtMs - start),
    cpuUs,
    trace: {
      latencyMs: timings.latencyMs,
      arrivedAtMs: arrivedAtMs.map((at) => at - start),
      completedAtMs,
      releasedAtMs: releasedAtMs - start,
    },
  };
}

export function timingsOf({ timings }: LoadResult): RequestTimings {
  if (timings === undefined) throw new RustokError('LOAD_PROCESS_FAILED', 'The load came back without its timings');
  return timings;
}
