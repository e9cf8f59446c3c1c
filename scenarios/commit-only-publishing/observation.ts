import type { PublishedEnvelope, StateRow, Subject } from '../contract/index.ts';

/** What the world can see of a service at one moment. */
export interface Observation {
  readonly state: readonly StateRow[];
  readonly published: readonly PublishedEnvelope[];
}

/** Looks from outside, whatever is going on inside. */
export async function look(subject: Subject): Promise<Observation> {
  const state = await subject.readState();
  return { state, published: await subject.readPublished() };
}

/** Drains to quiescence, then looks: only now is "never published" a fact. */
export async function lookDrained(subject: Subject): Promise<Observation> {
  await subject.drain();
  return look(subject);
}

/** What was published in between, each envelope once: delivery is at least once, consumers know an envelope by its id. */
export function publishedBetween(before: Observation, after: Observation): PublishedEnvelope[] {
  const seen = new Set(before.published.map(identity));
  return after.published.filter((envelope) => {
    const id = identity(envelope);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/**
 * The same two observations for a run that began with rows that were brought back: what was published since those rows were first there
 * has been taken back with them, so that the run may publish it again, by the same ids too. A late copy of what had been published before
 * is a copy still.
 */
export function afterRestoring(
  origin: Observation,
  before: Observation,
  after: Observation,
): [Observation, Observation] {
  const published = after.published.slice(before.published.length);
  return [
    { ...before, published: origin.published },
    { ...after, published: [...origin.published, ...published] },
  ];
}

/** True when committed state differs. */
export function stateChanged(before: Observation, after: Observation): boolean {
  const rows = ({ state }: Observation) => state.map((row) => JSON.stringify(row)).toSorted();
  return JSON.stringify(rows(before)) !== JSON.stringify(rows(after));
}

function identity(envelope: PublishedEnvelope): string {
  return JSON.stringify(envelope['id'] ?? envelope);
}
