import type { Moment, Timeline } from './timeline.ts';

/** What became of an envelope, by its id. */
export type FateOf = (eventId: string) => string;

const shown = 40;
const longest = 110;

/** The last 40 moments as lines, each envelope with its fate; an empty text when nothing is known. */
export function describeTimeline(timeline: Timeline, fateOf: FateOf): string {
  const moments = timeline.moments.slice(-shown);
  if (moments.length === 0) return '';
  const left = timeline.forgotten + timeline.moments.length - moments.length;
  const lines = moments.map((moment) => lineOf(moment, fateOf));
  return [...(left > 0 ? [`  (${left} moments before these)`] : []), ...lines].join('\n');
}

function lineOf({ kind, atMs, text, eventId }: Moment, fateOf: FateOf): string {
  const at = `${atMs.toFixed(1)} ms`.padStart(11);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const short = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  switch (kind) {
    case 'operation':
      return `${at}  > ${short}`;
    case 'outcome':
      return `${at}  < ${short}`;
    case 'statement':
      return `${at}      ${short}`;
    case 'event':
      return `${at}    * ${short} ${eventId === undefined ? '' : fateOf(eventId)}`.trimEnd();
    default:
      return kind satisfies never;
  }
}
