import { DependencyError, isRustokError } from '../../../src/errors/index.ts';
import type { DatabaseServer, Engine, EngineName, StartOptions } from '../engine.ts';
import { containerEngine } from './container/container.ts';
import { embeddedEngine } from './embedded.ts';
import { pgMemEngine } from './pg-mem/pg-mem.ts';
import { pgliteEngine } from './pglite/pglite.ts';
import { systemEngine } from './system.ts';
import { databaseUrlVariable, urlEngine } from './url/url.ts';

/** Every engine; those that `auto` tries come first and in its order. */
export const engines: readonly Engine[] = [
  urlEngine,
  embeddedEngine,
  systemEngine,
  containerEngine,
  pgliteEngine,
  pgMemEngine,
];

/** Never taken unasked: they cannot show what a real server shows. */
const onlyWhenAsked: ReadonlySet<EngineName> = new Set(['pglite', 'pg-mem']);

/** Which engine to start, and how. */
export interface StartEngineOptions extends StartOptions {
  /** Default `auto`: the server of RUSTOK_TESTKIT_DATABASE_URL, else the first of embedded, system and container that this machine can run. */
  readonly engine?: EngineName | 'auto';
}

/** Starts a server; `chosen` says which engine it is of and why. */
export async function startEngine(
  { engine = 'auto', ...options }: StartEngineOptions = {},
  candidates: readonly Engine[] = engines,
): Promise<DatabaseServer> {
  return engine === 'auto' ? startFirst(candidates, options) : engineNamed(engine, candidates).start(options);
}

/** Whether `auto` may take it. */
export function isTakenUnasked({ name }: Engine): boolean {
  return !onlyWhenAsked.has(name);
}

/** A URL that is set and refused is an error: falling back would test on something else than was asked for. */
async function startFirst(candidates: readonly Engine[], options: StartOptions): Promise<DatabaseServer> {
  const reasons: string[] = [];
  for (const engine of candidates.filter(isTakenUnasked)) {
    try {
      return await engine.start({ ...options, because: describeChoice(engine, reasons) });
    } catch (error) {
      if (!isRustokError(error, 'ENGINE_UNAVAILABLE')) throw error;
      reasons.push(error.message);
    }
  }
  throw new DependencyError(`No database engine can run on this machine. ${reasons.join(' ')}`, {
    code: 'ENGINE_UNAVAILABLE',
  });
}

/** Says why an engine was taken: the reasons of those that were passed over stand behind. */
export function describeChoice({ name, title }: Engine, passedOver: readonly string[]): string {
  if (name === 'url') return `url: ${databaseUrlVariable} names a server`;
  return [`${name}: the first that can run here (${title})`, ...passedOver].join('. ').replaceAll('..', '.');
}

function engineNamed(name: string, candidates: readonly Engine[]): Engine {
  const found = candidates.find((engine) => engine.name === name);
  if (found !== undefined) return found;
  const known = candidates.map((engine) => engine.name).join(', ');
  throw new DependencyError(`There is no database engine ${name}. Use one of: auto, ${known}.`, {
    code: 'ENGINE_UNKNOWN',
  });
}
