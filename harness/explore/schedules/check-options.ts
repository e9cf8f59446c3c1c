import { z } from 'zod';
import {
  callable,
  checkConfiguration,
  objectWith,
  someText,
  wholeNumber,
  withMethods,
} from '../../../src/configuration/index.ts';
import { whereFields } from '../where.ts';

const operations = z
  .array(objectWith({ name: someText, run: callable }), 'must be a list of operations')
  .min(1, 'must have at least one operation')
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must each have a name of its own');

const racecourseFields = {
  ...whereFields,
  reset: callable,
  proxy: withMethods('intercept', 'observe', 'urlFor').optional(),
};

const explorationSchema = objectWith({
  operations,
  invariant: callable,
  options: objectWith({
    ...racecourseFields,
    maxPreemptions: wholeNumber(0).optional(),
    sample: objectWith({ count: wholeNumber(0), seed: wholeNumber(0) }).optional(),
    maxRuns: wholeNumber(1).optional(),
    maxFailures: wholeNumber(1).optional(),
    onRun: callable.optional(),
  }),
});

interface Race {
  readonly operations: readonly { readonly name: string }[];
  readonly invariant: unknown;
  readonly options: unknown;
}

/** Refuses what cannot be explored, before anything is opened. */
export function checkExploration(race: Race): void {
  checkConfiguration(explorationSchema, 'The exploration of schedules', race);
}

/** Refuses a schedule that these operations cannot follow. */
export function checkReplay(race: Race & { readonly schedule: unknown }): void {
  const schedule = z.array(
    z.custom<string>(
      (name) => Array.isArray(race.operations) && race.operations.some((one) => one.name === name),
      'must be the name of one of the operations',
    ),
    'must be a list of names',
  );
  const schema = objectWith({ operations, invariant: callable, options: objectWith(racecourseFields), schedule });
  checkConfiguration(schema, 'The replay of a schedule', race);
}
