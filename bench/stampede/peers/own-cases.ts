import { untilTrue } from '../../../scenarios/levers/index.ts';
import type { TenantContext, TenantLoader } from '../../../src/tenancy/index.ts';
import type { Subject } from '../subjects/index.ts';

/** What the suite cannot ask of a library, because it has no hand on its storage: asked here, of a loader that is made up. */
export interface OwnCase {
  readonly id: string;
  readonly title: string;
  /** Resolves to what went wrong, or to nothing. */
  readonly judge: (subject: Subject) => Promise<string | undefined>;
}

/** For a load that never ends: what a library is told, where it takes such a bound, and what its callers are given. */
const loadTimeoutMs = 500;
const patienceMs = 5_000;

export const ownCases: readonly OwnCase[] = [
  { id: 'PEER-1', title: 'MUST answer every caller of 100 keys at once with room for 10', judge: manyKeysLittleRoom },
  { id: 'PEER-2', title: 'MUST give back a Date as a Date, at once and from the cache', judge: dateStaysDate },
  {
    id: 'PEER-3',
    title: 'MUST end the wait for a loader that never returns, and load again',
    judge: loaderNeverReturns,
  },
];

async function manyKeysLittleRoom(subject: Subject): Promise<string | undefined> {
  const gate = Promise.withResolvers<void>();
  const loader: TenantLoader = {
    load: async ({ value }) => {
      await gate.promise;
      return tenantNamed(value);
    },
  };
  const lookUp = await subject.open({ loader, ttlMs: 60_000, capacity: 10 });
  const asked = Array.from({ length: 100 }, (_, index) => lookUp.get({ kind: 'slug', value: `tenant-${index}` }));
  gate.resolve();
  const answers = await Promise.allSettled(asked);
  const refused = answers.filter(({ status }) => status === 'rejected');
  const wrong = answers.filter(
    (answer, index) => answer.status === 'fulfilled' && slugOf(answer.value) !== `tenant-${index}`,
  );
  await lookUp.close?.();
  if (refused.length > 0) return `${refused.length} of 100 callers were rejected (${reasonOf(refused[0])})`;
  return wrong.length > 0 ? `${wrong.length} of 100 callers got another tenant or none` : undefined;
}

async function dateStaysDate(subject: Subject): Promise<string | undefined> {
  const loader: TenantLoader = {
    load: async ({ value }) => ({ ...tenantNamed(value), settings: { since: new Date(0) } }),
  };
  const lookUp = await subject.open({ loader, ttlMs: 60_000, capacity: 10 });
  const kinds: string[] = [];
  for (const time of ['at once', 'from the cache']) {
    const entry = await lookUp.get({ kind: 'slug', value: 'acme' });
    const since = entry !== null && entry !== undefined && 'settings' in entry ? entry.settings['since'] : undefined;
    if (!(since instanceof Date)) kinds.push(`${time} it is a ${typeof since}`);
  }
  await lookUp.close?.();
  return kinds.length > 0 ? kinds.join(', ') : undefined;
}

async function loaderNeverReturns(subject: Subject): Promise<string | undefined> {
  let loads = 0;
  const loader: TenantLoader = {
    load: ({ value }) => ((loads += 1) === 1 ? new Promise(() => {}) : Promise.resolve(tenantNamed(value))),
  };
  const lookUp = await subject.open({ loader, ttlMs: 60_000, capacity: 10, loadTimeoutMs });
  const ask = () => lookUp.get({ kind: 'slug', value: 'acme' });
  let told = 0;
  const count = (): void => void (told += 1);
  for (let caller = 0; caller < 10; caller += 1) void ask().then(count, count);
  const areTold = await untilTrue(async () => told === 10, patienceMs);
  if (!areTold) return `${10 - told} of 10 callers were told nothing within ${patienceMs} ms`;
  const [after] = await Promise.allSettled([ask()]);
  await lookUp.close?.();
  if (after.status === 'rejected') return `the next caller was rejected (${reasonOf(after)})`;
  return slugOf(after.value) === 'acme' ? undefined : 'the next caller got no tenant';
}

function tenantNamed(slug: string): TenantContext {
  return { id: slug, name: slug, slug, domain: null, settings: {}, defaultLocale: 'en', isActive: true };
}

function slugOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'slug' in entry ? entry.slug : undefined;
}

function reasonOf(result: PromiseSettledResult<unknown> | undefined): string {
  if (result?.status !== 'rejected') return '';
  return result.reason instanceof Error ? result.reason.message : String(result.reason);
}
