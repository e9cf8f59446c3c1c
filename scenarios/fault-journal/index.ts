export { FaultJournal } from './fault-journal.ts';
export { type Note, longestText, noteOf, now } from './note.ts';
export { timelineOf } from './timeline.ts';
