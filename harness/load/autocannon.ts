import { importPeer } from '../../src/errors/index.ts';

const autocannonModule = await importPeer('autocannon', 'The load generator', () => import('autocannon'));

export const autocannon = autocannonModule.default;
