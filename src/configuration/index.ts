export { checkConfiguration } from './check-configuration.ts';
export { callable, milliseconds, objectWith, onlyWith, someText, sources, wholeNumber, withMethods } from './rules.ts';
