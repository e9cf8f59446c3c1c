import { z } from 'zod';
import {
  callable,
  checkConfiguration,
  milliseconds,
  objectWith,
  someText,
  wholeNumber,
} from '../../../src/configuration/index.ts';
import { whereFields } from '../where.ts';

const sqlState = z.custom<string>(
  (value) => typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value),
  'must be five digits or capitals',
);

const fault = z.discriminatedUnion(
  'kind',
  [
    objectWith({ kind: z.literal('error-before'), sqlState }),
    objectWith({
      kind: z.enum(['drop-before', 'drop-after', 'kill-backend', 'freeze', 'freeze-after', 'kill-process']),
    }),
    objectWith({ kind: z.literal('delay'), delayMs: milliseconds }),
  ],
  'must be an object whose kind is one of error-before, drop-before, drop-after, kill-backend, freeze, freeze-after, delay, kill-process',
);

const place = objectWith({ statement: wholeNumber(1), fault });
const someFaults = z.array(fault, 'must be a list of faults').min(1, 'must not be empty');
const somePlaces = z
  .array(place, 'must be a list of placed faults')
  .min(1, 'must not be empty')
  .refine(
    (places) => places.every(({ statement }, index) => statement > (places[index - 1]?.statement ?? 0)),
    'must be in the order of their statements, one fault at each',
  );

const listOfPlaces = z.array(somePlaces, 'must be a list or a function');
const placesOrChoice = z.unknown().superRefine((places, context) => {
  if (places === undefined || typeof places === 'function') return;
  const { error } = listOfPlaces.min(1, 'must not be empty').safeParse(places);
  // Not a union of the two: it would not say which place is wrong.
  for (const { path, message } of error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
});

const explorationSchema = objectWith({
  operation: objectWith({ name: someText, open: callable, reset: callable, observe: callable }),
  invariant: callable,
  options: objectWith({
    ...whereFields,
    faults: someFaults.optional(),
    places: placesOrChoice.optional(),
    isFaultPoint: callable.optional(),
    pairs: objectWith({ count: wholeNumber(1), seed: wholeNumber(0), firsts: wholeNumber(1).optional() }).optional(),
    stopAfterViolations: wholeNumber(1).optional(),
    onRecorded: callable.optional(),
    onRun: callable.optional(),
  }),
});

const probeSchema = objectWith({ connections: wholeNumber(1), ask: callable });

const mortalSchema = objectWith({ kill: callable });

/** Refuses what cannot be explored, before anything is opened. */
export function checkExploration(exploration: {
  readonly operation: unknown;
  readonly options: unknown;
  readonly invariant: unknown;
}): void {
  checkConfiguration(explorationSchema, 'The exploration of faults', exploration);
}

/** Refuses places that a function has chosen; there may be none. */
export function checkChoice(places: unknown): void {
  checkConfiguration(objectWith({ places: listOfPlaces }), 'What options.places has chosen', { places });
}

/** Refuses what cannot be asked. */
export function checkProbe(probe: unknown): void {
  checkConfiguration(probeSchema, 'The probe of a pool', probe);
}

/** Refuses to kill a process that cannot be killed. */
export function checkKill(open: unknown): void {
  checkConfiguration(mortalSchema, 'What is opened for the fault kill-process', open);
}
