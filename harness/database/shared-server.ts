import { startEngine } from './engines/start-engine.ts';
import type { DatabaseServer, EngineName } from './engine.ts';
import { attachServer } from './engines/attach-server.ts';
import { addressFromEnvironment } from './server-address.ts';

const servers = new Map<string, Promise<DatabaseServer>>();

/** The server of this runner: the one that it named in the environment, else one for this process, started when first asked for. */
export function sharedServer(engine: EngineName | 'auto' = engineFromEnvironment()): Promise<DatabaseServer> {
  const running = servers.get(engine);
  if (running !== undefined) return running;
  const starting = attachOrStart(engine);
  servers.set(engine, starting);
  starting.catch(() => servers.delete(engine));
  return starting;
}

/** Stops the servers that this process started; without it they stop when the process ends. */
export async function stopServers(): Promise<void> {
  const running = [...servers.values()];
  servers.clear();
  for (const server of await Promise.allSettled(running)) {
    if (server.status === 'fulfilled') await server.value[Symbol.asyncDispose]();
  }
}

async function attachOrStart(name: EngineName | 'auto'): Promise<DatabaseServer> {
  const address = addressFromEnvironment();
  if (address !== undefined && (name === 'auto' || name === address.engine)) return attachServer(address);
  return startEngine({ engine: name });
}

function engineFromEnvironment(): EngineName | 'auto' {
  return (process.env['RUSTOK_TESTKIT_ENGINE'] as EngineName | undefined) ?? 'auto';
}
