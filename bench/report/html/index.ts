export { renderStampedePage } from './page.ts';
