import { countQueries, matchesPattern } from '../../../harness/counting/index.ts';
import { type HeldTable, holdTable, monotonicMs, sendLoad } from '../../../harness/load/index.ts';
import { untilTrue } from '../../../scenarios/levers/index.ts';
import { RustokError } from '../../../src/errors/index.ts';
import { doubtsOfBacklog, doubtsOfCrowd, doubtsOfLoad } from '../checks.ts';
import { timingsOf } from '../cases/burst.ts';
import { sampleQueries } from '../cases/sample-queries.ts';
import { listenOverflows } from '../listen-overflows.ts';
import type { Figure, Measured } from '../measurement.ts';
import { percentilesOf } from '../percentiles.ts';
import { deadlineMs } from '../stage.ts';
import type { ServiceOptions } from './options.ts';
import { portTraffic } from './port-traffic.ts';

/** Time for a service to read the requests of a whole crowd; one that has read fewer by then takes no such crowd at once. */
const gatheringMs = 5_000;

/** A crowd at a service whose cache is cold: whoever started it says so. Every statement counts that matches the pattern. */
export async function serviceCold(options: ServiceOptions): Promise<Measured> {
  const { url, headers, databaseUrl, connections, queryPattern, allowRemote, signal } = options;
  await using counter = await countQueries({ adminUrl: databaseUrl, pattern: () => true, settleMs: deadlineMs });
  await using sampling = await sampleQueries(databaseUrl, queryPattern);
  await using held = options.holdTable === undefined ? undefined : await holdTable(databaseUrl, options.holdTable);
  const overflows = await listenOverflows();
  const allSent = Promise.withResolvers<void>();
  const loading = sendLoad(
    { url, headers, connections, deadlineMs, timings: true, allowRemote },
    { onAllSent: allSent.resolve, ...(signal === undefined ? {} : { signal }) },
  );
  let isOver = false;
  const end = (): void => {
    isOver = true;
    allSent.resolve();
  };
  loading.then(end, end);
  await allSent.promise;
  const release = held === undefined ? undefined : await releaseCrowd(held, options, () => isOver);
  const load = await loading;
  const overflowsDuring = (await listenOverflows()) - overflows;
  const { verdict, reasons, statements } = await counter.read();
  const matching = statements.filter(({ text, toplevel }) => toplevel && matchesPattern(queryPattern, text));
  const queries = matching.reduce((sum, { calls }) => sum + calls, 0);
  if (queries === 0)
    throw noMatch(
      queryPattern,
      statements.map(({ text }) => text),
    );
  const { sentAtMs, latencyMs } = timingsOf(load);
  const start = Math.min(...sentAtMs);
  const releasedAtMs = release?.atMs;
  const completedAtMs = sentAtMs.map((at, index) => at + (latencyMs[index] ?? 0) - start);
  const figures: Figure[] = [
    { metric: 'queries cold', unit: 'queries', value: queries },
    { metric: 'errors cold', unit: 'requests', value: load.sent - rightAnswers(load.statuses) },
    ...ranks('cold', latencyMs),
  ];
  if (releasedAtMs !== undefined)
    figures.push({ metric: 'drain cold', unit: 'ms', value: Math.max(...completedAtMs) - (releasedAtMs - start) });
  return {
    figures,
    doubts: [
      ...doubtsOfLoad(load),
      ...(release === undefined ? [] : doubtsOfCrowd({ connections, ...crowdAt(release, start, completedAtMs) })),
      ...doubtsOfBacklog(overflowsDuring, release === undefined ? Math.max(...latencyMs) : release.atMs - start),
      ...(verdict === 'counted' ? [] : reasons),
    ],
    trace: {
      latencyMs,
      arrivedAtMs: sentAtMs.map((at) => at - start),
      completedAtMs,
      ...(releasedAtMs === undefined ? {} : { releasedAtMs: releasedAtMs - start }),
      queries: sampling.samples.map(({ atMs, count }) => ({ atMs: atMs - start, count })),
    },
  };
}

/** The moment at which the crowd was let go, and how many of it were inside. */
interface Release {
  readonly atMs: number;
  readonly arrived: number;
}

/** Lets the crowd go when its first query waits and the service has read every request, as far as the kernel tells. */
async function releaseCrowd(
  held: HeldTable,
  { url, connections }: ServiceOptions,
  isOver: () => boolean,
): Promise<Release> {
  await untilTrue(async () => isOver() || (await held.waiting()) > 0, deadlineMs);
  const port = Number(new URL(url).port || 80);
  let arrived = 0;
  await untilTrue(async () => {
    const traffic = await portTraffic(port);
    arrived = traffic === undefined ? connections : traffic.open - Math.max(traffic.unsent, traffic.unread);
    return isOver() || arrived >= connections;
  }, gatheringMs);
  const atMs = monotonicMs();
  await held.release();
  return { atMs, arrived: Math.min(arrived, connections) };
}

/** Answers of before the release are those of callers whom nothing held. */
function crowdAt({ atMs, arrived }: Release, start: number, completedAtMs: readonly number[]) {
  return { arrived, answered: completedAtMs.filter((at) => at + start < atMs).length };
}

/** 2xx; what a service answers otherwise is an error to whoever measures it. */
export function rightAnswers(statuses: Readonly<Record<string, number>>): number {
  return Object.entries(statuses).reduce((sum, [status, count]) => (status.startsWith('2') ? sum + count : sum), 0);
}

export function ranks(name: string, latencyMs: readonly number[]): Figure[] {
  const own = percentilesOf(latencyMs);
  return (['p50', 'p90', 'p99', 'max'] as const).map((rank) => ({
    metric: `${rank} ${name}`,
    unit: 'ms',
    value: own[rank],
  }));
}

function noMatch(pattern: RegExp, texts: readonly string[]): RustokError {
  const seen =
    texts.length === 0
      ? 'none at all: is this its database?'
      : texts
          .slice(0, 5)
          .map((text) => `\n  ${text.slice(0, 160)}`)
          .join('');
  return new RustokError(
    'QUERY_PATTERN_MATCHES_NOTHING',
    `No statement matched ${String(pattern)}: either the pattern is wrong, or the cache was not cold. Statements seen: ${seen}`,
  );
}
