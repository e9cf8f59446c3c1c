import { importPeer } from '../../../../src/errors/index.ts';

/** The only file that loads PGlite. */
const pgliteModule = await importPeer(
  '@electric-sql/pglite',
  'The engine pglite',
  () => import('@electric-sql/pglite'),
);
const statisticsModule = await importPeer(
  '@electric-sql/pglite',
  'The engine pglite',
  () => import('@electric-sql/pglite/contrib/pg_stat_statements'),
);

export const { PGlite } = pgliteModule;
export const { pg_stat_statements: statementStatistics } = statisticsModule;
