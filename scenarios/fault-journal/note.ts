import type { TimelineEntry, TimelineKind } from '../contract/index.ts';
import { cut } from '../report/index.ts';

/** The most that is kept of one text. */
export const longestText = 2_000;

/** An entry of a timeline whose beginning is not known yet. */
export type Note = Omit<TimelineEntry, 'atMs'> & {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
};

/** Something that happens now. */
export function noteOf(kind: TimelineKind, who: string, text: string, note?: string): Note {
  const small = note === undefined ? {} : { note: cut(note, longestText) };
  return { at: now(), kind, who, text: cut(text, longestText), ...small };
}

/** Milliseconds since the Unix epoch, as the proxy measures them. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
