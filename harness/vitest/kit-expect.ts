import type { ExpectStatic, expect as vitestExpect } from 'vitest';
import type { QueryPattern } from '../counting/index.ts';
import type {
  CommittedState,
  CountingPlace,
  EnvelopeOptions,
  EventDataOf,
  EventTypeOf,
  ExpectedPublication,
} from '../judgement/index.ts';

/** The matchers of the kit; `T` is what was given to `expect`. */
export interface KitMatchers<R = void, T = unknown> {
  /** An event of that type, with that data in it, has been published. Drains first, never waits. */
  toHavePublished<Type extends EventTypeOf<T>>(type: Type, data?: EventDataOf<T, Type>): Promise<void>;
  /** These events, and no other ones, have been published in this order. */
  toHavePublishedExactly(expected: readonly ExpectedPublication<EventTypeOf<T>>[]): Promise<void>;
  /** Nothing has been published: what is in an open transaction is not. */
  toHavePublishedNothing(): Promise<void>;
  /** What was published is what the changed rows ask for: none too many, none too few. */
  toMatchCommittedState(state?: CommittedState): Promise<void>;
  /** The function made the server execute that many statements that match. */
  toExecute(pattern: QueryPattern, count: number, place?: CountingPlace): Promise<void>;
  /** An envelope, in its TypeScript or its wire form, that every reader takes. */
  toBeValidEnvelope(options?: EnvelopeOptions): R;
  /** A CloudEvent 1.0 in structured JSON. */
  toBeCloudEvent(): R;
  /** A call that was refused: a ForbiddenError, or an answer of 403 with problem details; also the promise of one. */
  toBeForbidden(): Promise<void>;
}

/** Vitest's assertions with the kit's matchers, in every version from 3.2 on. */
export type KitAssertion<T> = ReturnType<typeof vitestExpect<T>> &
  KitMatchers<void, T> & {
    readonly not: KitMatchers<void, T>;
    readonly resolves: KitMatchers<Promise<void>, Awaited<T>> & {
      readonly not: KitMatchers<Promise<void>, Awaited<T>>;
    };
    readonly rejects: KitMatchers<Promise<void>> & { readonly not: KitMatchers<Promise<void>> };
  };

/** Vitest's `expect`, typed with the kit's matchers. */
export interface KitExpect extends ExpectStatic {
  <T>(actual: T, message?: string): KitAssertion<T>;
}
