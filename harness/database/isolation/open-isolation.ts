import { z } from 'zod';
import { checkConfiguration, objectWith, withMethods } from '../../../src/configuration/index.ts';
import { sharedServer } from '../shared-server.ts';
import { clusterSource } from './cluster-source.ts';
import { cloneSource } from './clone-source.ts';
import type { DatabaseSource } from './database-source.ts';
import type { Isolation, OpenIsolationOptions } from './isolation.ts';
import { ResetSource } from './reset-source.ts';
import { RollbackSource } from './rollback-source.ts';
import { SourceIsolation } from './source-isolation.ts';

const optionsSchema = objectWith({
  tier: z.enum(['rollback', 'reset', 'clone', 'cluster'], 'must be rollback, reset, clone or cluster'),
  migrations: withMethods('hash', 'run').optional(),
  server: withMethods('createDatabase').optional(),
  warm: z.int('must be a whole number').min(0, 'must be at least 0').optional(),
  settings: z.record(z.string(), z.string('must be a text'), 'must be an object of texts').optional(),
  verifyReset: z.boolean('must be true or false').optional(),
});

/** Opens databases of one tier for the tests of this worker; dispose it when the last of them has ended. */
export async function openIsolation(options: OpenIsolationOptions): Promise<Isolation> {
  checkConfiguration(optionsSchema, 'The configuration of the isolation', options);
  return new SourceIsolation(options.tier, await sourceOf(options));
}

async function sourceOf(options: OpenIsolationOptions): Promise<DatabaseSource> {
  if (options.tier === 'cluster') return clusterSource(options);
  const server = options.server ?? (await sharedServer());
  switch (options.tier) {
    case 'rollback':
      return new RollbackSource(server, options);
    case 'reset':
      return new ResetSource(server, options);
    case 'clone':
      return cloneSource(server, options);
  }
}
