import { milliseconds, someText } from '../../src/configuration/index.ts';

/** Where something is explored, as every exploration takes it. */
export const whereFields = { url: someText, adminUrl: someText, deadlineMs: milliseconds.optional() };
