import { type Timeline, describeTimeline } from '../timeline/index.ts';
import { viewEvent } from './event-view.ts';

/** A source that also knows what is not published: `mockEventBus`. */
interface FateSource {
  captured(): readonly unknown[];
  staged(): Promise<readonly unknown[]>;
  published(): Promise<readonly unknown[]>;
  discarded(): Promise<readonly unknown[]>;
}

const timelines = new WeakMap<object, { readonly timeline: Timeline; readonly source?: object }>();

/** From now on a matcher that fails about `subject` tells this timeline, and the fates that `source` knows. */
export function attachTimeline(subject: object, timeline: Timeline, source?: object): void {
  timelines.set(subject, source === undefined ? { timeline } : { timeline, source });
}

/** What led to the state of a bus or of an answer, as lines; empty where nothing is known of it. Never fails: it only explains. */
export function causality(subject: unknown): Promise<string> {
  return linesAbout(subject, fatesOf);
}

/** The same, without delivering anything: what waits in the outbox still waits there afterwards. */
export function causalityAsItIs(subject: unknown): Promise<string> {
  return linesAbout(subject, fatesAsTheyAre);
}

type Fates = Map<string, { readonly type: string; readonly fate: string }>;

async function linesAbout(subject: unknown, fatesKnownTo: (source: FateSource) => Promise<Fates>): Promise<string> {
  if (typeof subject !== 'object' || subject === null) return '';
  const attached = timelines.get(subject);
  try {
    const source = attached?.source ?? subject;
    const fates: Fates = knowsFates(source) ? await fatesKnownTo(source) : new Map();
    const lines = attached === undefined ? '' : describeTimeline(attached.timeline, (id) => fates.get(id)?.fate ?? '');
    const told = new Set(attached?.timeline.moments.map(({ eventId }) => eventId));
    const others = [...fates]
      .filter(([id]) => !told.has(id))
      .map(([id, { type, fate }]) => `    * ${type} ${id} ${fate}`);
    return [lines, ...others].filter((line) => line !== '').join('\n');
  } catch (error) {
    return `  (not known: ${error instanceof Error ? error.message : String(error)})`;
  }
}

async function fatesOf(source: FateSource): Promise<Fates> {
  const fates = await fatesUndelivered(source, 'acknowledged');
  note(fates, await source.published(), 'published');
  return fates;
}

/** What was handed over, and is neither undecided nor discarded, is committed. */
function fatesAsTheyAre(source: FateSource): Promise<Fates> {
  return fatesUndelivered(source, 'committed');
}

async function fatesUndelivered(source: FateSource, fateOfOthers: string): Promise<Fates> {
  const fates: Fates = new Map();
  // In the order of publishing; the fate follows.
  note(fates, source.captured(), fateOfOthers);
  note(fates, await source.staged(), 'staged');
  note(fates, await source.discarded(), 'discarded');
  return fates;
}

function note(fates: Fates, envelopes: readonly unknown[], fate: string): void {
  for (const { id, type } of envelopes.map((envelope) => viewEvent(envelope))) {
    if (id !== null) fates.set(id, { type, fate });
  }
}

function knowsFates(source: object): source is FateSource {
  return ['captured', 'staged', 'published', 'discarded'].every(
    (name) => typeof (source as Readonly<Record<string, unknown>>)[name] === 'function',
  );
}
