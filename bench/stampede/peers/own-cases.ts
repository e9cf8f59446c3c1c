import type { TenantContext, TenantLoader } from '../../../src/tenancy/index.ts';
import type { Subject } from '../subjects/index.ts';

/** What the suite cannot ask of a library, because it has no hand on its storage: asked here, of a loader that is made up. */
export interface OwnCase {
  readonly id: string;
  readonly title: string;
  /** Resolves to what went wrong, or to nothing. */
  readonly judge: (subject: Subject) => Promise<string | undefined>;
}

export const ownCases: readonly OwnCase[] = [
  { id: 'PEER-1', title: 'MUST answer every caller of 100 keys at once with room for 10', judge: manyKeysLittleRoom },
  { id: 'PEER-2', title: 'MUST give back a Date as a Date, at once and from the cache', judge: dateStaysDate },
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
