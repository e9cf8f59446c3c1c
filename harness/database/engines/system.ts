import { locateSystemBinaries } from '../binaries/system-binaries.ts';
import type { Engine } from '../engine.ts';
import { localEngine } from './local-engine.ts';

/** PostgreSQL's server as this machine has it installed. */
export const systemEngine: Engine = localEngine('system', 'PostgreSQL of this machine', () => locateSystemBinaries());
