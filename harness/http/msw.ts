import { importPeer } from '../../src/errors/index.ts';

const mswModule = await importPeer('msw', 'The http fixture', () => import('msw/node'));

export const { setupServer } = mswModule;
