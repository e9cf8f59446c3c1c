export { inputValidation } from './suite.ts';
