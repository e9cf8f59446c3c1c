import type { QueryPattern } from '../counting/index.ts';
import { judgeCloudEvent } from './cloud-event.ts';
import { type CommittedState, judgeCommittedState } from './committed-state.ts';
import type { EventSource } from './event-view.ts';
import { type CountingPlace, judgeExecutes } from './executes.ts';
import { judgeForbidden } from './forbidden.ts';
import type { Judgement } from './judgement.ts';
import { type ExpectedPublication, judgePublished, judgePublishedExactly, judgePublishedNothing } from './published.ts';
import { type EnvelopeOptions, judgeValidEnvelope } from './valid-envelope.ts';

/** What `expect.extend` takes, in Jest as in Vitest. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** The matchers, made of the judgements; `tell` turns one into what the runner's `expect.extend` takes. */
export function matchersTelling(tell: (judgement: Judgement) => MatcherResult) {
  return {
    toHavePublished: async (source: EventSource, type: string, data?: object) =>
      tell(await judgePublished(source, type, data)),
    toHavePublishedExactly: async (source: EventSource, expected: readonly ExpectedPublication[]) =>
      tell(await judgePublishedExactly(source, expected)),
    toHavePublishedNothing: async (source: EventSource) => tell(await judgePublishedNothing(source)),
    toMatchCommittedState: async (source: EventSource, state: CommittedState) =>
      tell(await judgeCommittedState(source, state)),
    toExecute: async (work: () => unknown, pattern: QueryPattern, count: number, place: CountingPlace) =>
      tell(await judgeExecutes(work, { pattern, count }, place)),
    toBeValidEnvelope: (value: unknown, options?: EnvelopeOptions) => tell(judgeValidEnvelope(value, options)),
    toBeCloudEvent: (value: unknown) => tell(judgeCloudEvent(value)),
    toBeForbidden: async (value: unknown) => tell(await judgeForbidden(value)),
  };
}
