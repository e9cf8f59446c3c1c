import { sendLoad, sendOpenLoad } from '../../../harness/load/index.ts';
import { doubtsOfLoad } from '../checks.ts';
import { timingsOf } from '../cases/burst.ts';
import type { Measured } from '../measurement.ts';
import { usualSizes } from '../options.ts';
import { percentilesOf } from '../percentiles.ts';
import { deadlineMs } from '../stage.ts';
import { ranks, rightAnswers } from './cold.ts';
import type { ServiceOptions } from './options.ts';

const connections = 50;

/** A closed loop at a warm service: each connection asks again when it was answered. */
export async function serviceHot({
  url,
  headers,
  allowRemote,
  signal,
  sizes = usualSizes,
}: ServiceOptions): Promise<Measured> {
  const requestsPerConnection = Math.ceil(sizes.hitRequests / connections);
  const load = await sendLoad(
    { url, headers, connections, requestsPerConnection, deadlineMs: 3 * deadlineMs, timings: true, allowRemote },
    signal === undefined ? {} : { signal },
  );
  return {
    figures: [
      ...ranks('hot', timingsOf(load).latencyMs),
      { metric: 'errors hot', unit: 'requests', value: load.sent - rightAnswers(load.statuses) },
    ],
    doubts: doubtsOfLoad(load),
  };
}

/** An open loop at a warm service: requests come when they come, and their latency counts from then. */
export async function serviceOpen(options: ServiceOptions, ratePerSecond: number): Promise<Measured> {
  const { url, headers, allowRemote, seed, signal, sizes = usualSizes } = options;
  const load = await sendOpenLoad(
    {
      url,
      headers,
      connections: options.connections,
      ratePerSecond,
      durationMs: sizes.openMs,
      seed,
      deadlineMs,
      allowRemote,
    },
    signal === undefined ? {} : { signal },
  );
  return {
    figures: [
      ...ranks('open', load.timings.latencyMs),
      { metric: 'p99.9 open', unit: 'ms', value: percentilesOf(load.timings.latencyMs).p999 },
      { metric: 'backlog open', unit: 'requests', value: load.highestBacklog },
      { metric: 'errors open', unit: 'requests', value: load.sent - rightAnswers(load.statuses) },
    ],
    doubts: doubtsOfLoad(load),
  };
}
