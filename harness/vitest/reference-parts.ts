import { sampleTenants, sampleUsers, tenantIds, userIds } from '../../fixtures/index.ts';
import { openDatabase, referenceMigrations } from '../../src/database/index.ts';
import { type Application, Tokens, createApplication } from '../../src/http/index.ts';
import { type Services, createServices } from '../../src/index.ts';
import type { Clock } from '../../src/events/index.ts';
import { type MockEventBus, mockEventBus } from '../bus/index.ts';
import { openAdminConnection } from '../counting/index.ts';
import { recordOperations } from '../timeline/index.ts';
import { noteEvents } from './note-events.ts';
import type { ServiceParts, TestParts } from './setup.ts';

/** Who may be signed in; `anonymous` names the tenant and nobody. */
export type ReferenceRole = 'superAdmin' | 'admin' | 'manager' | 'customer' | 'anonymous';

/** The seeded tenant, and a user of it for each role. */
export interface ReferenceTenant {
  readonly id: string;
  readonly slug: string;
  readonly users: Readonly<Record<Exclude<ReferenceRole, 'anonymous'>, string>>;
  /** A second tenant, so that a leak into it shows. */
  readonly otherId: string;
}

export const migrations = referenceMigrations;

const buses = new WeakMap<Services, MockEventBus>();
const signing = { secret: 'the secret of every test: at least 32 bytes long' };

/** The services on the test's database; unless it is rolled back, with a capture on their bus. */
export async function openServices({ db, url, clock, timeline }: TestParts): Promise<Services> {
  const database = await openDatabase({ url, logging: (sql) => timeline.statement(withoutPrefix(sql)) });
  const opened: AsyncDisposable[] = [database];
  const close = async () => {
    for (const one of opened.toReversed()) await one[Symbol.asyncDispose]();
  };
  try {
    const bus = db.tier === 'rollback' ? undefined : await mockEventBus({ database, clock });
    if (bus !== undefined) opened.push(bus);
    const transport = bus === undefined ? undefined : noteEvents(timeline, bus.transport);
    const made = await createServices({ database, clock, transport });
    const services: Services = {
      ...made,
      nodes: recordOperations(timeline, 'nodes', made.nodes),
      tenants: recordOperations(timeline, 'tenants', made.tenants),
      users: recordOperations(timeline, 'users', made.users),
      close,
      [Symbol.asyncDispose]: close,
    };
    if (bus !== undefined) buses.set(services, bus);
    return services;
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the services' bus has captured. */
export function busOf(services: Services): MockEventBus {
  const bus = buses.get(services);
  if (bus === undefined) throw new TypeError('only the services of the fixture have a bus');
  return bus;
}

/** The application in process; it listens on no port. */
export function openApplication({ services, clock }: ServiceParts<Services>): Application['server'] {
  return createApplication({ services, tokens: tokensAt(clock) }).server;
}

/** The headers of a request of that role's user. */
export async function signIn(
  { clock, tenant }: { readonly clock: Clock; readonly tenant: ReferenceTenant },
  role: Exclude<ReferenceRole, 'anonymous'>,
): Promise<Record<string, string>> {
  const token = await tokensAt(clock).issue({ userId: tenant.users[role], tenantId: tenant.id });
  return { authorization: `Bearer ${token}`, 'x-tenant-id': tenant.id };
}

/** Seeds the sample tenants, and the users of the first. */
export async function seedTenant({ url }: TestParts): Promise<ReferenceTenant> {
  const [tenant] = sampleTenants();
  const insert = (table: string) => `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`;
  await using connection = await openAdminConnection(url);
  await connection.query(insert('tenants'), [JSON.stringify(sampleTenants())]);
  await connection.query(insert('users'), [JSON.stringify(sampleUsers())]);
  const { superAdmin, admin, manager, customer } = userIds;
  return {
    id: tenantIds.sample,
    slug: tenant?.slug ?? '',
    users: { superAdmin, admin, manager, customer },
    otherId: tenantIds.other,
  };
}

function tokensAt(clock: Clock): Tokens {
  return new Tokens({ ...signing, clock });
}

function withoutPrefix(sql: string): string {
  return sql.replace(/^Executing \([^)]*\): /, '');
}
