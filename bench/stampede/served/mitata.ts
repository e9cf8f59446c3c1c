import { importPeer } from '../../../src/errors/index.ts';

const mitataModule = await importPeer('mitata', 'The time of one hit', () => import('mitata'));

export const { measure } = mitataModule;
