import { checkConfiguration, withMethods } from '../../src/configuration/index.ts';
import { causality } from './causality.ts';
import { contains, pick } from './contains.ts';
import { type EventSource, type EventView, nameOfEvent, viewEvent } from './event-view.ts';
import type { Judgement } from './judgement.ts';

/** One event of a list: its type, or its type and what its data must contain. */
export type ExpectedPublication<Type extends string = string> =
  Type | readonly [type: Type, data?: Readonly<Record<string, unknown>>];

/** Whether an event of that type, with that data in it, has been published. */
export async function judgePublished(source: EventSource, type: string, data?: object): Promise<Judgement> {
  const published = await received(source);
  const ofType = published.filter((event) => event.type === type);
  const expectation = `the bus to have published ${type}${data === undefined ? '' : ` with ${JSON.stringify(data)}`}`;
  const hit = ofType.find((event) => contains(event.data, data ?? {}));
  if (hit !== undefined)
    return failingIfNegated(source, { pass: true, expectation, found: `it did: ${nameOfEvent(hit)}` });
  const nearest = ofType.toSorted((left, right) => likeness(right, data) - likeness(left, data))[0];
  const difference =
    nearest === undefined
      ? { expected: [type], actual: published.map((event) => event.type) }
      : { expected: data, actual: pick(nearest.data, data) };
  const others = ofType.length - 1;
  const found =
    nearest === undefined
      ? `published was ${listOf(published)}`
      : `it published ${type} with other data${others > 0 ? ` (${others + 1} times; the nearest is shown)` : ''}`;
  return { pass: false, expectation, found, difference, timeline: await causality(source) };
}

/** Whether these events, and no other ones, have been published in this order. */
export async function judgePublishedExactly(
  source: EventSource,
  expected: readonly ExpectedPublication[],
): Promise<Judgement> {
  const published = await received(source);
  const wanted = expected.map((one) => (typeof one === 'string' ? ([one] as const) : one));
  const pass =
    published.length === wanted.length &&
    wanted.every(([type, data], at) => published[at]?.type === type && contains(published[at].data, data ?? {}));
  const expectation = `the bus to have published exactly ${wanted.length === 0 ? 'nothing' : wanted.map(([type]) => type).join(', ')}`;
  const found = `published was ${listOf(published)}`;
  if (pass) return failingIfNegated(source, { pass, expectation, found });
  const difference = {
    expected: wanted.map(([type, data]) => (data === undefined ? { type } : { type, data })),
    actual: published.map(({ type, data }, at) => {
      const asked = wanted[at]?.[1];
      return asked === undefined ? { type } : { type, data: pick(data, asked) };
    }),
  };
  return { pass, expectation, found, difference, timeline: await causality(source) };
}

/** Whether nothing has been published. What is in an open transaction is not. */
export async function judgePublishedNothing(source: EventSource): Promise<Judgement> {
  const published = await received(source);
  const pass = published.length === 0;
  const found = `published was ${listOf(published)}`;
  const expectation = 'the bus to have published nothing';
  if (pass) return failingIfNegated(source, { pass, expectation, found });
  const difference = { expected: [], actual: published.map(({ type, data }) => ({ type, data })) };
  return { pass, expectation, found, difference, timeline: await causality(source) };
}

/** The events of a source, each once: a consumer knows an envelope by its id. */
export async function received(source: EventSource): Promise<EventView[]> {
  checkConfiguration(withMethods('published'), 'The bus', source);
  const events = (await source.published()).map(viewEvent);
  return events.filter(({ id }, at) => id === null || events.findIndex((event) => event.id === id) === at);
}

/** Behind `not`, the good case is the one that fails, and wants its timeline. */
async function failingIfNegated(source: EventSource, judgement: Judgement): Promise<Judgement> {
  return { ...judgement, timeline: await causality(source) };
}

function likeness(event: EventView, data: object | undefined): number {
  return Object.entries(data ?? {}).filter(([key, value]) => contains(event.data[key], value)).length;
}

function listOf(events: readonly EventView[]): string {
  return events.length === 0 ? 'nothing' : events.map(({ type }) => type).join(', ');
}
