export { ScheduleJournal } from './schedule-journal.ts';
export { scheduleSet } from './schedule-set.ts';
