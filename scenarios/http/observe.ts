import type { Subject } from '../contract/index.ts';

/** Committed rows and published events, each as one line of text after its name. */
export type Observation = ReadonlyMap<string, string>;

/** Everything that a request could have changed. */
export async function observe(subject: Subject): Promise<Observation> {
  const published = await subject.readPublished();
  const state = await subject.readState();
  return new Map([
    ...state.map(({ table, row }) => [`${table} ${JSON.stringify(row)}`, `a row of ${table}`] as const),
    ...published.map(
      (envelope) => [JSON.stringify(envelope), `the event ${JSON.stringify(envelope['event_type'])}`] as const,
    ),
  ]);
}

/** One thing that came, went or changed. */
export interface Change {
  readonly what: string;
  /** The row or the event, as text, to find in it whose it is. */
  readonly text: string;
}

/** What differs; a changed row shows twice, as it was and as it is. */
export function changesBetween(before: Observation, after: Observation): Change[] {
  const only = (there: Observation, here: Observation) =>
    [...there].filter(([text]) => !here.has(text)).map(([text, what]) => ({ what, text }));
  return [...only(after, before), ...only(before, after)];
}
