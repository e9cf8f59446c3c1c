export { FaultJournal } from './fault-journal.ts';
