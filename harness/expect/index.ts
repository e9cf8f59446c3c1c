export {
  assertCloudEvent,
  assertExecutes,
  assertForbidden,
  assertMatchesCommittedState,
  assertPublished,
  assertPublishedExactly,
  assertPublishedNothing,
  assertValidEnvelope,
} from './assertions.ts';
export {
  type CommittedState,
  type CountingPlace,
  type EnvelopeOptions,
  type EventDataOf,
  type EventSource,
  type EventTypeOf,
  type ExpectedPublication,
  type MatcherResult,
  type OutboxSourceOptions,
  type RowEvent,
  type RowEvents,
  type StateMapping,
  type WatchStateOptions,
  outboxSource,
  watchCommittedState,
} from '../judgement/index.ts';
export { matchers } from './matchers.ts';
