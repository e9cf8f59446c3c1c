export { commitOnlyPublishing } from './suite.ts';
