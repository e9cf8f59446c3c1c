import { importPeer } from '../../../src/errors/index.ts';

const fastifyModule = await importPeer('fastify', 'The benchmark of tenant look-ups', () => import('fastify'));

export const { fastify } = fastifyModule;
