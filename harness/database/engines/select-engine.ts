import { DependencyError } from '../../../src/errors/index.ts';
import type { Engine, EngineName } from '../engine.ts';
import { embeddedEngine } from './embedded.ts';
import { systemEngine } from './system.ts';

/** Every engine, in the order in which `auto` tries them. */
export const engines: readonly Engine[] = [embeddedEngine, systemEngine];

/** The engine of that name; `auto` is the first one that this machine can run. */
export async function selectEngine(name: EngineName | 'auto'): Promise<Engine> {
  if (name !== 'auto') return engineNamed(name);
  const reasons: string[] = [];
  for (const engine of engines) {
    const answer = await engine.available();
    if (answer === true) return engine;
    reasons.push(`${engine.name}: ${answer}`);
  }
  throw new DependencyError(`No database engine can run on this machine. ${reasons.join('; ')}.`, {
    code: 'ENGINE_UNAVAILABLE',
  });
}

function engineNamed(name: string): Engine {
  const found = engines.find((engine) => engine.name === name);
  if (found !== undefined) return found;
  const known = engines.map((engine) => engine.name).join(', ');
  throw new DependencyError(`There is no database engine ${name}. Use one of: auto, ${known}.`, {
    code: 'ENGINE_UNKNOWN',
  });
}
