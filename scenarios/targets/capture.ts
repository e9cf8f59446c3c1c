import { type EventEnvelope, encodeEnvelope } from '../../src/events/index.ts';
import type { PublishedEnvelope } from '../contract/index.ts';

/** Turns an envelope into what its consumer receives. */
export type Encode = (envelope: EventEnvelope) => PublishedEnvelope;

/** The consumer at the end of every path: keeps what it receives, in order. */
export class Capture {
  readonly #received: PublishedEnvelope[] = [];
  readonly #onTheWay = new Set<Promise<unknown>>();
  /** What puts the envelope on the wire. */
  encode: Encode = encodeEnvelope;

  get received(): PublishedEnvelope[] {
    return [...this.#received];
  }

  async deliver(envelope: EventEnvelope): Promise<void> {
    this.receive(this.encode(envelope));
  }

  receive(wire: PublishedEnvelope): void {
    this.#received.push(wire);
  }

  /** Publishing that nobody awaits must have ended before the subject is drained. */
  track(publishing: Promise<unknown>): void {
    this.#onTheWay.add(publishing);
    const forget = () => this.#onTheWay.delete(publishing);
    publishing.then(forget, forget);
  }

  async settled(): Promise<void> {
    while (this.#onTheWay.size > 0) await Promise.allSettled(this.#onTheWay);
  }
}
