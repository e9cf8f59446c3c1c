import { importPeer } from '../../../src/errors/index.ts';

const linkedomModule = await importPeer('linkedom', 'The charts of the report', () => import('linkedom'));

export const { parseHTML } = linkedomModule;
