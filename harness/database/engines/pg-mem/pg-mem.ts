import type { EngineCapability } from '../../capabilities.ts';
import { checkStartOptions } from '../../check-options.ts';
import type { DatabaseServer, Engine, StartOptions } from '../../engine.ts';
import { isInstalled } from '../is-installed.ts';
import { startOneSessionServer } from '../one-session/start-one-session-server.ts';

const capabilities: ReadonlySet<EngineCapability> = new Set(['rollback', 'savepoints']);

/** A database in memory that speaks a part of SQL; an adapter makes its ROLLBACK true for one writer. Taken only when it is asked for. */
export const pgMemEngine: Engine = {
  name: 'pg-mem',
  title: 'a part of SQL in memory, one writer',
  capabilities,
  async available() {
    return isInstalled('pg-mem') ? true : 'the package pg-mem is not installed';
  },
  async start(options: StartOptions = {}): Promise<DatabaseServer> {
    checkStartOptions(options);
    return startOneSessionServer({ name: 'pg-mem', capabilities, open: openSource }, options);
  },
};

/** Loaded when it is needed: it is an optional peer. */
async function openSource() {
  const { pgMemSource } = await import('./make-pg-mem.ts');
  return pgMemSource;
}
