export { describeTimeline, type FateOf } from './describe-timeline.ts';
export { recordOperations } from './record-operations.ts';
export { type Moment, type MomentKind, Timeline } from './timeline.ts';
