export { type SuppressedResults, applySuppressions } from './apply-suppressions.ts';
export { type Suppression, readSuppressions } from './read-suppressions.ts';
