import { DependencyError } from '../../../src/errors/index.ts';
import type { Located } from '../binaries/server-binaries.ts';
import { sharedServerCapabilities } from '../capabilities.ts';
import { checkStartOptions } from '../check-options.ts';
import type { DatabaseServer, Engine, EngineName, StartOptions } from '../engine.ts';
import { startLocalServer } from './local-server.ts';

/** An engine that runs a server from programs on this machine; what tells these engines apart is where the programs are. */
export function localEngine(name: EngineName, title: string, locate: () => Located): Engine {
  const locateHere = (): Located =>
    process.platform === 'win32' ? { reason: 'on Windows there are no Unix sockets and no POSIX shell' } : locate();
  return {
    name,
    title,
    capabilities: sharedServerCapabilities,
    async available() {
      const located = locateHere();
      return 'reason' in located ? located.reason : true;
    },
    async start(options: StartOptions = {}): Promise<DatabaseServer> {
      checkStartOptions(options);
      const located = locateHere();
      if ('found' in located) return startLocalServer(name, located.found, options);
      throw new DependencyError(`The engine ${name} cannot start: ${located.reason}.`, { code: 'ENGINE_UNAVAILABLE' });
    },
  };
}
