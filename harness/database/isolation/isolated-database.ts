import type { EngineCapability } from '../capabilities.ts';
import type { TestDatabase } from '../test-database.ts';
import type { IsolatedDatabase, IsolationTier } from './isolation.ts';
import { TierError } from './tier-error.ts';

/** What one session that is never committed can show of what its engine can. */
const shownWithoutCommit: ReadonlySet<EngineCapability> = new Set([
  'rollback',
  'savepoints',
  'transactional-ddl',
  'sqlstate',
  'procedures',
  'own-roles',
  'statement-timeout',
]);

/** The database as its test gets it. A session that is rolled back has no superuser's URL: that would be another session. */
export function isolated(tier: IsolationTier, base: TestDatabase, release: () => Promise<void>): IsolatedDatabase {
  const ownServer: EngineCapability[] = tier === 'cluster' ? ['own-xmin'] : [];
  const capabilities = new Set([...base.capabilities, ...ownServer]);
  const database = { ...base, tier, capabilities, [Symbol.asyncDispose]: release };
  if (tier !== 'rollback') return database;
  const refuse = (name: string): never => {
    throw new TierError(tier, `The property ${name} of a test database`, 'another session sees none of its rows');
  };
  return Object.defineProperties(
    { ...database, capabilities: new Set([...base.capabilities].filter((name) => shownWithoutCommit.has(name))) },
    {
      adminUrl: { get: () => refuse('adminUrl'), enumerable: false },
      tcpAdminUrl: { get: () => refuse('tcpAdminUrl'), enumerable: false },
    },
  );
}
