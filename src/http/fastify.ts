import { importPeer } from '../errors/index.ts';

const fastifyModule = await importPeer('fastify', 'The reference application', () => import('fastify'));

export const { fastify } = fastifyModule;
