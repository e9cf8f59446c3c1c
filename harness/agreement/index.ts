export { type Disagreement, compareEvents, nameOf, typeOf } from './compare-events.ts';
export type { ExpectedEvent, PublishedEnvelope, StateRow } from './envelope.ts';
export { expectedEvents } from './reference-events.ts';
export { readRows, referenceTables } from './read-rows.ts';
