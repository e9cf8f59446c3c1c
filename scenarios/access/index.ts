export { accessByPolicy } from './suite.ts';
