import { countQueries, failQueries } from '../../../harness/counting/index.ts';
import { holdTable } from '../../../harness/load/index.ts';
import type { ColdCase } from '../options.ts';
import type { ServerProcess } from '../served/server-process.ts';
import { type Stage, deadlineMs, newSlug, tenantQuery } from '../stage.ts';
import { type Burst, sendBurst } from './burst.ts';
import { type Samples, sampleQueries } from './sample-queries.ts';

/** A crowd before a cold cache: what it was told, and what it cost the database. */
export interface Crowd {
  readonly burst: Burst;
  readonly queries: number;
  /** Answers other than the right one, and requests without an answer. */
  readonly errors: number;
  readonly doubts: readonly string[];
  readonly samples: Samples;
}

const rightStatus: Readonly<Record<ColdCase, number>> = {
  found: 200,
  missing: 404,
  inactive: 403,
  error: 503,
  'slow-error': 503,
};
const slowFailureMs = 100;

/** Holds the table until everybody has arrived, then counts what the crowd made of it. */
export async function coldCrowd(stage: Stage, server: ServerProcess, name: ColdCase): Promise<Crowd> {
  const slug = name === 'missing' ? newSlug() : await stage.insertTenant({ isActive: name !== 'inactive' });
  if (name === 'error' || name === 'slow-error')
    return await failingCrowd(stage, server, name, slug, name === 'error' ? 0 : slowFailureMs);
  const { adminUrl } = stage.database;
  await using counter = await countQueries({ adminUrl, pattern: tenantQuery, settleMs: deadlineMs });
  const { burst, samples } = await heldBurst(stage, server, slug);
  const { count, verdict, reasons } = await counter.read();
  return {
    ...told(name, burst, count, samples),
    doubts: [...burst.doubts, ...(verdict === 'counted' ? [] : reasons), ...unseen(count)],
  };
}

/** Failed statements are counted by a sequence: pg_stat_statements does not see them. */
async function failingCrowd(
  stage: Stage,
  server: ServerProcess,
  name: ColdCase,
  slug: string,
  afterMs: number,
): Promise<Crowd> {
  await using failing = await failQueries({ adminUrl: stage.database.adminUrl, table: 'tenants', afterMs });
  const { burst, samples } = await heldBurst(stage, server, slug);
  const count = await failing.count();
  return { ...told(name, burst, count, samples), doubts: [...burst.doubts, ...unseen(count)] };
}

async function heldBurst(
  stage: Stage,
  server: ServerProcess,
  slug: string,
): Promise<{ burst: Burst; samples: Samples }> {
  const { adminUrl } = stage.database;
  await using held = await holdTable(adminUrl, 'tenants');
  await using sampling = await sampleQueries(adminUrl, tenantQuery);
  const burst = await sendBurst(stage, server, { mode: 'subject', slug, release: () => held.release() });
  return { burst, samples: sampling.samples };
}

function told(name: ColdCase, burst: Burst, queries: number, samples: Samples): Omit<Crowd, 'doubts'> {
  const right = burst.load.statuses[rightStatus[name]] ?? 0;
  return { burst, queries, errors: burst.load.sent - right, samples };
}

function unseen(count: number): string[] {
  return count > 0 ? [] : ['no tenant query was counted at the server'];
}
