import { checkConfiguration, objectWith, wholeNumber } from '../configuration/index.ts';
import { RustokError } from '../errors/index.ts';
import { type DrainOptions, type DrainResult, drain, drainFields } from './drain.ts';

export interface QuiescenceOptions extends DrainOptions {
  /** Default 1000. */
  readonly maxSteps?: number | undefined;
}

const optionsSchema = objectWith({ ...drainFields, maxSteps: wholeNumber(1).optional() });

/** Repeats the relay's step until nothing pending is due, and adds up what it did; throws `NOT_QUIESCENT` after `maxSteps`. */
export async function drainToQuiescence(options: QuiescenceOptions): Promise<DrainResult> {
  checkConfiguration(optionsSchema, 'The configuration of the relay', options);
  const { maxSteps = 1000 } = options;
  const total = { dispatched: 0, retried: 0, deadLettered: 0, claimsLost: 0 };
  for (let step = 0; step < maxSteps; step += 1) {
    const { dispatched, retried, deadLettered, claimsLost } = await drain(options);
    if (dispatched + retried + deadLettered + claimsLost === 0) return total;
    total.dispatched += dispatched;
    total.retried += retried;
    total.deadLettered += deadLettered;
    total.claimsLost += claimsLost;
  }
  throw new RustokError(
    'NOT_QUIESCENT',
    `Events were still due after ${maxSteps} steps of the relay: does a sink publish what it receives?`,
  );
}
