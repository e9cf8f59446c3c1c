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
export async function causality(subject: unknown): Promise<string> {
  if (typeof subject !== 'object' || subject === null) return '';
  const attached = timelines.get(subject);
  try {
    const fates = await fatesOf(attached?.source ?? subject);
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

async function fatesOf(source: object): Promise<Map<string, { readonly type: string; readonly fate: string }>> {
  const fates = new Map<string, { readonly type: string; readonly fate: string }>();
  const note = (envelopes: readonly unknown[], fate: string) => {
    for (const { id, type } of envelopes.map((envelope) => viewEvent(envelope))) {
      if (id !== null) fates.set(id, { type, fate });
    }
  };
  if (!knowsFates(source)) return fates;
  // In the order of publishing; the fate follows.
  note(source.captured(), 'acknowledged');
  note(await source.staged(), 'staged');
  note(await source.discarded(), 'discarded');
  note(await source.published(), 'published');
  return fates;
}

function knowsFates(source: object): source is FateSource {
  return ['captured', 'staged', 'published', 'discarded'].every(
    (name) => typeof (source as Readonly<Record<string, unknown>>)[name] === 'function',
  );
}
