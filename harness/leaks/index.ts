export { describeLeaks, LeakError } from './leak-error.ts';
export type { Leak, LeakKind } from './leak.ts';
export { notePublish } from './publishes.ts';
export { type LeakWatch, type WatchedDatabase, watchLeaks, type WatchOptions } from './watch-leaks.ts';
