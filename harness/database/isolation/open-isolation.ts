import { z } from 'zod';
import { checkConfiguration, onlyWith, withMethods } from '../../../src/configuration/index.ts';
import { requireCapabilities } from '../capability-error.ts';
import type { DatabaseServer } from '../engine.ts';
import { settingsRule, tierRule } from '../option-rules.ts';
import { PostgresServer } from '../postgres-server.ts';
import { endsWithItsRunner } from '../server-address.ts';
import { sharedServer } from '../shared-server.ts';
import { clusterSource } from './cluster-source.ts';
import { rememberTemplates } from '../templates/remember-templates.ts';
import { cloneSource } from './clone-source.ts';
import type { DatabaseSource } from './database-source.ts';
import type { Isolation, OpenIsolationOptions } from './isolation.ts';
import { ResetSource } from './reset-source.ts';
import { RollbackSource } from './rollback-source.ts';
import { SourceIsolation } from './source-isolation.ts';

const optionsSchema = onlyWith({
  tier: tierRule,
  migrations: withMethods('hash', 'run').optional(),
  server: withMethods('createDatabase').optional(),
  warm: z.int('must be a whole number').min(0, 'must be at least 0').optional(),
  settings: settingsRule.optional(),
  remember: z.boolean('must be true or false').optional(),
  verifyReset: z.boolean('must be true or false').optional(),
}).refine(({ tier, settings }) => settings === undefined || tier === 'cluster', {
  path: ['settings'],
  error:
    "are taken by the tier cluster alone: the servers of the other tiers are shared. Ask for that tier, in Vitest by isolation: 'cluster' or test.isolated('cluster'), or leave them out",
});

/** Opens databases of one tier for the tests of this worker; dispose it when the last of them has ended. */
export async function openIsolation(options: OpenIsolationOptions): Promise<Isolation> {
  checkConfiguration(optionsSchema, 'The configuration of the isolation', options);
  if (options.tier === 'cluster') return new SourceIsolation('cluster', clusterSource(options));
  const server = options.server ?? (await sharedServer());
  const source = sourceOn(server, options);
  return new SourceIsolation(options.tier, source, async () => {
    if (options.remember !== false) await rememberWhatWasBuilt(server);
  });
}

function sourceOn(server: DatabaseServer, options: OpenIsolationOptions): DatabaseSource {
  switch (options.tier) {
    case 'rollback':
      requireCapabilities(server, ['savepoints', 'deferred-constraints'], 'The isolation tier rollback');
      return new RollbackSource(server, options);
    case 'reset':
      // Its catalogs tell what there is to delete.
      requireCapabilities(server, ['procedures'], 'The isolation tier reset');
      return new ResetSource(server, options);
    case 'clone':
    case 'cluster':
      return cloneSource(server, options);
  }
}

/** Of servers that end with their runner; on others the template stays by itself. It saves time later and must fail no test now. */
async function rememberWhatWasBuilt(server: DatabaseServer): Promise<void> {
  if (!(server instanceof PostgresServer) || !endsWithItsRunner(server.address)) return;
  const built = server.takeBuiltTemplates();
  if (built.length > 0) await rememberTemplates(server.engine, built).catch(() => undefined);
}
