import type { JsonValue } from '../../contract/index.ts';

const generated =
  /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)?/g;

/** Tells what was there from what a run made: ids and times that `origin` does not contain are different in every run. */
export class ResultWords {
  readonly #known: ReadonlySet<string>;

  constructor(origin: unknown) {
    this.#known = new Set(JSON.stringify(origin).match(generated));
  }

  /** The value in words that are the same for the same result. */
  of(value: JsonValue | object): string {
    return JSON.stringify(value).replace(generated, (one) => (this.#known.has(one) ? one : '(new)'));
  }
}
