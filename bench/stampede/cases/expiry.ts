import { countQueries } from '../../../harness/counting/index.ts';
import { sendLoad } from '../../../harness/load/index.ts';
import { doubtsOfLoad } from '../checks.ts';
import type { Measured } from '../measurement.ts';
import { percentilesOf } from '../percentiles.ts';
import { ServerProcess } from '../served/server-process.ts';
import { type Stage, deadlineMs, tenantQuery } from '../stage.ts';
import { timingsOf } from './burst.ts';
import { sampleQueries } from './sample-queries.ts';

const connections = 100;
const ttlMs = 200;
const loadDelayMs = 20;

/** Entries that expire while they are asked for: one query an expiry, and nobody waits long for it. */
export async function expiryCase(stage: Stage, subject: string): Promise<Measured> {
  const { adminUrl, url: databaseUrl } = stage.database;
  const slug = await stage.insertTenant();
  await using server = await ServerProcess.start({ databaseUrl, subject, slug, ttlMs, loadDelayMs, deadlineMs });
  const load = (requestsPerConnection: number) =>
    sendLoad(
      {
        url: server.url,
        headers: { 'x-tenant-id': slug },
        connections,
        requestsPerConnection,
        deadlineMs: 3 * deadlineMs,
        timings: true,
      },
      stage.signal === undefined ? {} : { signal: stage.signal },
    );
  const each = Math.ceil(stage.sizes.expiryRequests / connections);
  await load(Math.ceil(each / 4));
  await using counter = await countQueries({ adminUrl, pattern: tenantQuery });
  await using sampling = await sampleQueries(adminUrl, tenantQuery);
  const result = await load(each);
  const { count, verdict, reasons } = await counter.read();
  const { sentAtMs, latencyMs } = timingsOf(result);
  const start = Math.min(...sentAtMs);
  const completedAtMs = sentAtMs.map((at, index) => at + (latencyMs[index] ?? 0) - start);
  const elapsedMs = completedAtMs.reduce((last, at) => Math.max(last, at), 0);
  const { p50, p99, p999 } = percentilesOf(latencyMs);
  const others = result.sent - (result.statuses['200'] ?? 0);
  return {
    figures: [
      { metric: 'queries expiry', unit: 'an expiry', value: (count * ttlMs) / elapsedMs },
      { metric: 'errors expiry', unit: 'requests', value: others },
      { metric: 'p50 expiry', unit: 'ms', value: p50 },
      { metric: 'p99 expiry', unit: 'ms', value: p99 },
      { metric: 'p99.9 expiry', unit: 'ms', value: p999 },
    ],
    doubts: [...doubtsOfLoad(result), ...(verdict === 'counted' ? [] : reasons)],
    trace: {
      latencyMs,
      arrivedAtMs: sentAtMs.map((at) => at - start),
      completedAtMs,
      queries: sampling.samples.map(({ atMs, count: queries }) => ({ atMs: atMs - start, count: queries })),
    },
  };
}
