import { RustokError } from '../../src/errors/index.ts';
import { type EngineCapability, capabilityTitles } from './capabilities.ts';
import type { EngineName } from './engine-names.ts';

/** The engine cannot show what was to be shown on it (ENGINE_CANNOT_SHOW): it names engine, capability, and the engine to use instead. */
export class CapabilityError extends RustokError {
  override readonly name = 'CapabilityError';
  readonly engine: string;
  /** What is missing, at least one. */
  readonly capabilities: readonly EngineCapability[];

  constructor(engine: string, capabilities: readonly EngineCapability[], what: string) {
    super('ENGINE_CANNOT_SHOW', describeLack(engine, capabilities, what));
    this.engine = engine;
    this.capabilities = capabilities;
  }
}

/** Something of an engine: a server, or a database of it. */
export interface OfAnEngine {
  readonly engine: string;
  readonly capabilities: ReadonlySet<EngineCapability>;
}

/** Throws a `CapabilityError` unless the engine has all of these; `what` needs them, and begins the sentence: `toHavePublished`. */
export function requireCapabilities(of: OfAnEngine, capabilities: readonly EngineCapability[], what: string): void {
  const missing = capabilities.filter((capability) => !of.capabilities.has(capability));
  if (missing.length > 0) throw new CapabilityError(of.engine, missing, what);
}

/** The sentence about an engine that lacks something. */
export function describeLack(engine: string, capabilities: readonly EngineCapability[], what: string): string {
  const listed = capabilities.map((capability) => `${capability} (${capabilityTitles[capability]})`).join('; ');
  return `${what} needs what the engine ${engine} cannot show: ${listed}. ${remedy(engine as EngineName, capabilities)}`;
}

function remedy(engine: EngineName, capabilities: readonly EngineCapability[]): string {
  if (capabilities.includes('own-xmin'))
    return 'Start a server of its own for it: startEngine({ engine: "embedded" }).';
  if (engine === 'url') return 'Give its role the right, or its server the setting; or use the engine embedded.';
  return 'Use the engine embedded, system or container: RUSTOK_TESTKIT_ENGINE=embedded.';
}
