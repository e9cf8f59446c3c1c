/** What happened, in the order in which it happened. */
export type MomentKind = 'operation' | 'outcome' | 'statement' | 'event';

/** One thing that happened in a test, and when. */
export interface Moment {
  readonly kind: MomentKind;
  readonly atMs: number;
  readonly text: string;
  /** The envelope's id, for an event. */
  readonly eventId?: string;
}

const remembered = 500;

/** Remembers what a test did: the operations it called, the statements they sent, the envelopes they handed over. */
export class Timeline {
  readonly #start = performance.now();
  readonly #moments: Moment[] = [];
  #forgotten = 0;

  /** The last 500 moments. */
  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /** How many moments came before those. */
  get forgotten(): number {
    return this.#forgotten;
  }

  statement(text: string): void {
    this.#note('statement', text);
  }

  event(envelope: { readonly id: string; readonly eventType: string }): void {
    this.#note('event', envelope.eventType, envelope.id);
  }

  /** Notes the operation, runs it, and notes how it ended. */
  async operation<T>(text: string, run: () => Promise<T>, outcomeOf: (value: T) => string = () => 'done'): Promise<T> {
    this.#note('operation', text);
    try {
      const value = await run();
      this.#note('outcome', `${text}: ${outcomeOf(value)}`);
      return value;
    } catch (error) {
      this.#note('outcome', `${text}: ${error instanceof Error ? error.name : 'an error'}`);
      throw error;
    }
  }

  #note(kind: MomentKind, text: string, eventId?: string): void {
    if (this.#moments.length === remembered) {
      this.#moments.shift();
      this.#forgotten += 1;
    }
    const atMs = performance.now() - this.#start;
    this.#moments.push({ kind, atMs, text, ...(eventId === undefined ? {} : { eventId }) });
  }
}
