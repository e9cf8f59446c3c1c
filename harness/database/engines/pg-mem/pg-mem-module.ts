import { importPeer } from '../../../../src/errors/index.ts';

/** The only file that loads pg-mem. */
const pgMemModule = await importPeer('pg-mem', 'The engine pg-mem', () => import('pg-mem'));

export const { newDb } = pgMemModule;
