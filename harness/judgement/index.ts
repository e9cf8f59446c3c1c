export { attachTimeline, causalityAsItIs } from './causality.ts';
export { judgeCloudEvent } from './cloud-event.ts';
export {
  type CommittedState,
  type RowEvent,
  type RowEvents,
  type StateMapping,
  type WatchStateOptions,
  judgeCommittedState,
  watchCommittedState,
} from './committed-state.ts';
export type { EventDataOf, EventSource, EventTypeOf } from './event-view.ts';
export { type CountingPlace, judgeExecutes } from './executes.ts';
export { judgeForbidden } from './forbidden.ts';
export { type Judgement, demand, messageOf, whatLedThere } from './judgement.ts';
export { type MatcherResult, matchersTelling } from './matchers-telling.ts';
export { type ExpectedPublication, judgePublished, judgePublishedExactly, judgePublishedNothing } from './published.ts';
export { type EnvelopeOptions, judgeValidEnvelope } from './valid-envelope.ts';
export { type OutboxSourceOptions, outboxSource } from './outbox-source.ts';
