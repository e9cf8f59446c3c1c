import type { EventEnvelope } from '../events/index.ts';

/** Where the relay delivers to. A rejection asks for another attempt; the same envelope may come more than once. */
export interface EventSink {
  deliver(envelope: EventEnvelope): Promise<void>;
}
