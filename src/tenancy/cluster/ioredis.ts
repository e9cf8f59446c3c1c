import { importPeer } from '../../errors/index.ts';

const ioredisModule = await importPeer('ioredis', 'The Redis guard', () => import('ioredis'));

export const { Redis } = ioredisModule;
