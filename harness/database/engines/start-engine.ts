import { DependencyError, isRustokError } from '../../../src/errors/index.ts';
import type { DatabaseServer, Engine, EngineName, StartOptions } from '../engine.ts';
import { embeddedEngine } from './embedded.ts';
import { systemEngine } from './system.ts';

/** Every engine, in the order in which `auto` tries them. */
export const engines: readonly Engine[] = [embeddedEngine, systemEngine];

/** Starts a server of the engine of that name; `auto` is the first engine that this machine can run. */
export async function startEngine(
  name: EngineName | 'auto',
  options?: StartOptions,
  candidates: readonly Engine[] = engines,
): Promise<DatabaseServer> {
  if (name !== 'auto') return engineNamed(name, candidates).start(options);
  const reasons: string[] = [];
  for (const engine of candidates) {
    try {
      return await engine.start(options);
    } catch (error) {
      if (!isRustokError(error, 'ENGINE_UNAVAILABLE')) throw error;
      reasons.push(error.message);
    }
  }
  throw new DependencyError(`No database engine can run on this machine. ${reasons.join(' ')}`, {
    code: 'ENGINE_UNAVAILABLE',
  });
}

function engineNamed(name: string, candidates: readonly Engine[]): Engine {
  const found = candidates.find((engine) => engine.name === name);
  if (found !== undefined) return found;
  const known = candidates.map((engine) => engine.name).join(', ');
  throw new DependencyError(`There is no database engine ${name}. Use one of: auto, ${known}.`, {
    code: 'ENGINE_UNKNOWN',
  });
}
