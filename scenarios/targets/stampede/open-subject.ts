import { openAdminConnection } from '../../../harness/counting/index.ts';
import { createTestDatabase } from '../../../harness/database/index.ts';
import { openDatabase, referenceMigrations } from '../../../src/database/index.ts';
import type { OpenOptions, Subject, TenantLookupSubject } from '../../contract/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { calledLookup } from './called-lookup.ts';
import { startInstances } from './instances/start-instances.ts';
import type { LookupMistake } from './lookup-parts.ts';
import { startServedLookup } from './served/served-lookup.ts';
import { tenantRows } from './tenant-rows.ts';

const defaultDeadlineMs = 10_000;

/** Opens the subject: loaded late, so that a process which only makes the target's mistake loads no more than that. */
export async function openSubject(
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
    databaseUrl: testDatabase.url,
    called: async (given) =>
      calledLookup(
        started.use(await openDatabase({ url: given?.url ?? testDatabase.url, deadlineMs })),
        mistake,
        given,
      ),
    instances: (given) =>
      startInstances({ databaseUrl: testDatabase.url, deadlineMs, target: name, mistake, owner: started }, given),
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
