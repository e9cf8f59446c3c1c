import { type EventEnvelope, encodeEnvelope } from '../../src/events/index.ts';
import { Activities, type PublishedEnvelope } from '../contract/index.ts';

/** Turns an envelope into what its consumer receives. */
export type Encode = (envelope: EventEnvelope) => PublishedEnvelope;

/** The consumer at the end of every path: keeps what it receives, in order. */
export class Capture {
  /** What happens on the way here, for whoever watches. */
  readonly activities = new Activities();
  readonly #received: PublishedEnvelope[] = [];
  readonly #onTheWay = new Set<Promise<unknown>>();
  readonly #putOff = new Set<() => void>();
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
    const type = wire['event_type'];
    const text = `is handed ${typeof type === 'string' ? type : 'an event'}`;
    this.activities.tell({ kind: 'relay', who: 'consumer', text, note: `id ${JSON.stringify(wire['id'])}` });
  }

  /** Publishing that nobody awaits must have ended before the subject is drained. */
  track(publishing: Promise<unknown>): void {
    this.#onTheWay.add(publishing);
    const forget = () => this.#onTheWay.delete(publishing);
    publishing.then(forget, forget);
  }

  /** Publishing that the process puts off; draining brings it forward, so that nobody waits for the time to pass. */
  putOff(delayMs: number, publish: () => Promise<void>): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, delayMs);
    this.#putOff.add(() => {
      clearTimeout(timer);
      resolve();
    });
    this.track(promise.then(publish));
  }

  async settled(): Promise<void> {
    for (const bringForward of this.#putOff) bringForward();
    this.#putOff.clear();
    while (this.#onTheWay.size > 0) await Promise.allSettled(this.#onTheWay);
  }
}
