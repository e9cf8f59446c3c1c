import type { QueryPattern } from '../counting/index.ts';
import {
  type CommittedState,
  type CountingPlace,
  type EnvelopeOptions,
  type EventDataOf,
  type EventSource,
  type EventTypeOf,
  type ExpectedPublication,
  demand,
  judgeCloudEvent,
  judgeCommittedState,
  judgeExecutes,
  judgeForbidden,
  judgePublished,
  judgePublishedExactly,
  judgePublishedNothing,
  judgeValidEnvelope,
} from '../judgement/index.ts';

/** Throws unless an event of that type, with that data in it, has been published. */
export async function assertPublished<Source extends EventSource, Type extends EventTypeOf<Source>>(
  source: Source,
  type: Type,
  data?: EventDataOf<Source, Type>,
): Promise<void> {
  demand(await judgePublished(source, type, data));
}

/** Throws unless these events, and no other ones, have been published in this order. */
export async function assertPublishedExactly<Source extends EventSource>(
  source: Source,
  expected: readonly ExpectedPublication<EventTypeOf<Source>>[],
): Promise<void> {
  demand(await judgePublishedExactly(source, expected));
}

/** Throws if anything has been published; drains, and never waits. */
export async function assertPublishedNothing(source: EventSource): Promise<void> {
  demand(await judgePublishedNothing(source));
}

/** Throws unless what was published is what the rows changed since `watchCommittedState` ask for, both ways. */
export async function assertMatchesCommittedState(source: EventSource, state: CommittedState): Promise<void> {
  demand(await judgeCommittedState(source, state));
}

/** Throws unless `work` made the server execute `count` statements that match. */
export async function assertExecutes(
  work: () => unknown,
  pattern: QueryPattern,
  count: number,
  place: CountingPlace,
): Promise<void> {
  demand(await judgeExecutes(work, { pattern, count }, place));
}

/** Throws unless the value is an envelope that every reader of the catalogue takes. */
export function assertValidEnvelope(value: unknown, options?: EnvelopeOptions): void {
  demand(judgeValidEnvelope(value, options));
}

/** Throws unless the value is a CloudEvent 1.0 in structured JSON. */
export function assertCloudEvent(value: unknown): void {
  demand(judgeCloudEvent(value));
}

/** Throws unless the call was refused: a `ForbiddenError`, or an answer of 403 with problem details. */
export async function assertForbidden(value: unknown): Promise<void> {
  demand(await judgeForbidden(value));
}
