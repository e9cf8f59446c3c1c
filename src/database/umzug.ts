import { importPeer } from '../errors/index.ts';

const umzugModule = await importPeer('umzug', 'Migrating the reference services', () => import('umzug'));

export const { Umzug } = umzugModule;
