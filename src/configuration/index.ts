export { checkConfiguration } from './check-configuration.ts';
export { callable, milliseconds, objectWith, someText, sources, wholeNumber, withMethods } from './rules.ts';
