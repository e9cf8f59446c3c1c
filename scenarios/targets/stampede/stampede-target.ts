import { openAdminConnection } from '../../../harness/counting/index.ts';
import { createTestDatabase } from '../../../harness/database/index.ts';
import { openDatabase, referenceMigrations } from '../../../src/database/index.ts';
import type { Capability, OpenOptions, Subject, Target, TenantLookupSubject } from '../../contract/index.ts';
import { calledLookup } from './called-lookup.ts';
import type { LookupMistake } from './lookup-parts.ts';
import { startServedLookup } from './served/served-lookup.ts';
import { tenantRows } from './tenant-rows.ts';
import { OpenResources } from '../../resources/index.ts';

const defaultDeadlineMs = 10_000;

const capabilities: ReadonlySet<Capability> = new Set<Capability>([
  'concurrency',
  'tenant-lookup',
  'served-tenant-lookup',
  'inactive-tenants',
  'tenant-invalidation',
  'service-clock',
]);

/** The reference's tenant look-up, or a sabotaged copy of it. */
export interface StampedeTarget extends Target {
  readonly mistake: LookupMistake;
}

/** A target over the look-up on a test database of its own; nothing is started before a scenario asks for it. */
export function stampedeTarget(name: string, mistake: LookupMistake = {}): StampedeTarget {
  return { name, mistake, capabilities, open: (options) => open(name, mistake, options) };
}

async function open(
  name: string,
  mistake: LookupMistake,
  { deadlineMs = defaultDeadlineMs }: OpenOptions = {},
): Promise<Subject & AsyncDisposable> {
  await using opened = new OpenResources();
  const testDatabase = opened.use(await createTestDatabase({ migrations: referenceMigrations }));
  const rows = tenantRows(opened.use(await openAdminConnection(testDatabase.adminUrl)));
  const started = opened.use(new OpenResources());
  const tenantLookup: TenantLookupSubject = {
    ...rows,
    called: async () => calledLookup(started.use(await openDatabase({ url: testDatabase.url, deadlineMs })), mistake),
    served: async () =>
      started.use(await startServedLookup(rows, { databaseUrl: testDatabase.url, deadlineMs, target: name })),
  };
  const owner = opened.move();
  return {
    database: `PostgreSQL ${testDatabase.version} (${testDatabase.engine})`,
    adminUrl: testDatabase.adminUrl,
    deadlineMs,
    tenantQueryPattern: /\bfrom\s+"?tenants"?\s/i,
    tenantLookup,
    operations: {},
    readState: async () => [],
    readPublished: async () => [],
    drain: async () => undefined,
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}
