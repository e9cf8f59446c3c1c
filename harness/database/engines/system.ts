import { locateSystemBinaries } from '../binaries/system-binaries.ts';
import { sharedServerCapabilities } from '../capabilities.ts';
import type { Engine } from '../engine.ts';
import { startLocalServer } from './local-server.ts';

/** PostgreSQL's server as this machine has it installed. */
export const systemEngine: Engine = {
  name: 'system',
  capabilities: sharedServerCapabilities,
  async available() {
    const located = locateSystemBinaries();
    return 'reason' in located ? located.reason : true;
  },
  start: (options) => startLocalServer('system', locateSystemBinaries(), options),
};
