import { importPeer } from '../../../../src/errors/index.ts';

/** The only file that loads testcontainers, by its module for PostgreSQL. */
await importPeer('testcontainers', 'The engine container', () => import('testcontainers'));
const postgresqlModule = await importPeer(
  '@testcontainers/postgresql',
  'The engine container',
  () => import('@testcontainers/postgresql'),
);

export const { PostgreSqlContainer } = postgresqlModule;
