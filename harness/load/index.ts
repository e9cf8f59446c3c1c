export { type HeldAnswers, holdAnswers } from './hold-answers.ts';
export { type HeldTable, holdTable } from './hold-table.ts';
export type { LoadOptions, LoadResult } from './load.ts';
export { LoadError } from './load-error.ts';
export { RequestGate } from './request-gate.ts';
export { sendLoad } from './send-load.ts';
export { type HttpAnswer, type SentRequest, sendRequest } from './send-request.ts';
export { Turnstile } from './turnstile.ts';
