import { setTimeout as delay } from 'node:timers/promises';
import { countQueries, matchesPattern } from '../../../harness/counting/index.ts';
import { type HeldTable, holdTable, monotonicMs, sendLoad } from '../../../harness/load/index.ts';
import { untilTrue } from '../../../scenarios/levers/index.ts';
import { RustokError } from '../../../src/errors/index.ts';
import { doubtsOfLoad } from '../checks.ts';
import { timingsOf } from '../cases/burst.ts';
import { sampleQueries } from '../cases/sample-queries.ts';
import type { Figure, Measured } from '../measurement.ts';
import { percentilesOf } from '../percentiles.ts';
import { deadlineMs } from '../stage.ts';
import type { ServiceOptions } from './options.ts';

/** After the last request was written and the first query waits: nobody can ask a service of yours who has arrived. */
const graceMs = 250;

/** A crowd at a service whose cache is cold: whoever started it says so. Every statement counts that matches the pattern. */
export async function serviceCold(options: ServiceOptions): Promise<Measured> {
  const { url, headers, databaseUrl, connections, queryPattern, allowRemote, signal } = options;
  await using counter = await countQueries({ adminUrl: databaseUrl, pattern: () => true, settleMs: deadlineMs });
  await using sampling = await sampleQueries(databaseUrl, queryPattern);
  await using held = options.holdTable === undefined ? undefined : await holdTable(databaseUrl, options.holdTable);
  const allSent = Promise.withResolvers<void>();
  const loading = sendLoad(
    { url, headers, connections, deadlineMs, timings: true, allowRemote },
    { onAllSent: allSent.resolve, ...(signal === undefined ? {} : { signal }) },
  );
  loading.catch(() => undefined).finally(allSent.resolve);
  await allSent.promise;
  const releasedAtMs = held === undefined ? undefined : await release(held);
  const load = await loading;
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
    doubts: [...doubtsOfLoad(load), ...(verdict === 'counted' ? [] : reasons)],
    trace: {
      latencyMs,
      arrivedAtMs: sentAtMs.map((at) => at - start),
      completedAtMs,
      ...(releasedAtMs === undefined ? {} : { releasedAtMs: releasedAtMs - start }),
      queries: sampling.samples.map(({ atMs, count }) => ({ atMs: atMs - start, count })),
    },
  };
}

async function release(held: HeldTable): Promise<number> {
  await untilTrue(async () => (await held.waiting()) > 0, deadlineMs);
  await delay(graceMs);
  const releasedAtMs = monotonicMs();
  await held.release();
  return releasedAtMs;
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
