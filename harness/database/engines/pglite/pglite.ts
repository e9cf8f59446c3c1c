import type { EngineCapability } from '../../capabilities.ts';
import { checkStartOptions } from '../../check-options.ts';
import type { DatabaseServer, Engine, StartOptions } from '../../engine.ts';
import type { Role } from '../../server-address.ts';
import { isInstalled } from '../is-installed.ts';
import { startOneSessionServer } from '../one-session/start-one-session-server.ts';
import type { PgliteSource } from './make-pglite.ts';

const capabilities: ReadonlySet<EngineCapability> = new Set([
  'real-commit',
  'rollback',
  'savepoints',
  'transactional-ddl',
  'deferred-constraints',
  'two-phase-commit',
  'sqlstate',
  'procedures',
  'own-roles',
  'exact-counting',
  'own-xmin',
]);

/** PostgreSQL in WebAssembly, in this process: true SQL, and one session at a time. Taken only when it is asked for. */
export const pgliteEngine: Engine = {
  name: 'pglite',
  title: 'PostgreSQL in WebAssembly, one session',
  capabilities,
  async available() {
    return isInstalled('@electric-sql/pglite') ? true : 'the package @electric-sql/pglite is not installed';
  },
  async start(options: StartOptions = {}): Promise<DatabaseServer> {
    checkStartOptions(options);
    return startOneSessionServer({ name: 'pglite', capabilities, open: openSource }, options);
  },
};

/** Loaded when it is needed: it is an optional peer. */
async function openSource(application: Role): Promise<PgliteSource> {
  const { openPgliteSource } = await import('./make-pglite.ts');
  return openPgliteSource(application);
}
