import { sendOpenLoad } from '../../../harness/load/index.ts';
import { doubtsOfLoad } from '../checks.ts';
import type { Measured } from '../measurement.ts';
import { percentilesOf } from '../percentiles.ts';
import type { ServerProcess } from '../served/server-process.ts';
import { type Stage, deadlineMs } from '../stage.ts';

const connections = 100;
/** A generator that is this late has not offered the load that it was told to. */
const tooLateMs = 250;

/** Requests that come when they come: latencies count from the moment at which a request was due. */
export async function openCase(stage: Stage, server: ServerProcess, slug: string): Promise<Measured> {
  const result = await sendOpenLoad(
    {
      url: server.url,
      headers: { 'x-tenant-id': slug },
      ratePerSecond: stage.ratePerSecond,
      durationMs: stage.sizes.openMs,
      connections,
      seed: stage.seed,
      deadlineMs,
    },
    stage.signal === undefined ? {} : { signal: stage.signal },
  );
  const due = percentilesOf(result.timings.latencyMs);
  const service = percentilesOf(result.serviceMs);
  return {
    figures: [
      ...(['p50', 'p99', 'p999', 'max'] as const).map((rank) => ({
        metric: `${rank === 'p999' ? 'p99.9' : rank} open`,
        unit: 'ms',
        value: due[rank],
        base: service[rank],
        ratioTo: 'service time',
      })),
      { metric: 'backlog open', unit: 'requests', value: result.highestBacklog },
      { metric: 'errors open', unit: 'requests', value: result.sent - (result.statuses['200'] ?? 0) },
    ],
    doubts: [
      ...doubtsOfLoad(result),
      ...(result.latestMs < tooLateMs
        ? []
        : [`the generator was ${Math.round(result.latestMs)} ms behind its own schedule; lower --rate`]),
    ],
  };
}
