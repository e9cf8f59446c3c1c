import type { EngineCapability } from '../capabilities.ts';
import type { Laboratory } from './laboratory.ts';

/** One observation by which a capability is held or not; it throws, with what it saw instead, when it is not. */
export interface CapabilityCheck {
  readonly capability: EngineCapability;
  /** What is seen where the capability is held. */
  readonly title: string;
  readonly run: (laboratory: Laboratory) => Promise<void>;
}
