import { isRustokError } from '../../src/errors/index.ts';
import { type EventEnvelope, type catalogue, decodeEnvelope, encodeEnvelope } from '../../src/events/index.ts';
import type { Judgement } from './judgement.ts';

/** A catalogue of one's own, from `catalogueOf`. */
export interface EnvelopeOptions {
  readonly events?: Parameters<typeof decodeEnvelope>[2] | typeof catalogue;
}

/** Whether the value is an envelope, in its TypeScript or in its wire form, that every reader of the catalogue takes. */
export function judgeValidEnvelope(value: unknown, { events }: EnvelopeOptions = {}): Judgement {
  const expectation = 'a valid envelope';
  try {
    if (typeof value === 'object' && value !== null && 'eventType' in value) {
      encodeEnvelope(value as EventEnvelope, events);
    } else {
      decodeEnvelope(value, undefined, events);
    }
    return { pass: true, expectation, found: 'it is one' };
  } catch (error) {
    if (!isRustokError(error)) throw error;
    const fields = (error.fields ?? []).map(({ path, message }) => `  ${path}: ${message}`);
    return { pass: false, expectation, found: [error.message, ...fields].join('\n') };
  }
}
