import { z } from 'zod';
import type { Fault, FaultRule } from '../harness/wire/index.ts';
import { mapping, pattern, readYaml } from '../scenarios/configuration/index.ts';

const kinds = ['error-before', 'drop-before', 'drop-after', 'kill-backend', 'freeze', 'freeze-after', 'delay'] as const;

const count = z.int('expected a whole number').min(1, 'expected a number from 1');

const rule = mapping({
  fault: z.enum(kinds, `expected one of ${kinds.join(', ')}`),
  sqlState: z
    .string('expected an SQLSTATE such as 40001, in quotes')
    .regex(/^(?!00|01|02)[0-9A-Z]{5}$/, 'expected the SQLSTATE of an error, such as 40001')
    .optional(),
  delayMs: count.optional(),
  at: mapping({
    matching: pattern.optional(),
    nth: count.optional(),
    per: z.enum(['proxy', 'connection'], 'expected proxy or connection').optional(),
    connection: count.optional(),
    times: z.union([count, z.literal('always')], 'expected a number from 1, or always').optional(),
  }).default({}),
}).superRefine(({ fault, sqlState, delayMs }, context) => {
  const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if ((fault === 'error-before') !== (sqlState !== undefined))
    complain('sqlState', 'goes with error-before, and only with it: the error that the client reads');
  if ((fault === 'delay') !== (delayMs !== undefined)) complain('delayMs', 'goes with delay, and only with it');
});

/** A fault and where in its file it stands. */
export interface FiledFault {
  readonly rule: FaultRule;
  /** `faults.yaml:3` */
  readonly place: string;
}

/** Reads the faults of a proxy; a `ConfigurationError` names every mistake with its line. */
export function readFaults(path: string): readonly FiledFault[] {
  const { content, placeOf } = readYaml(path, z.array(rule, 'expected a list of faults'));
  return content.map(({ fault, sqlState, delayMs, at }, index) => {
    const { matching, nth, per, connection, times } = at;
    return {
      place: placeOf([index]),
      rule: {
        fault: faultOf(fault, sqlState, delayMs),
        at: {
          ...(matching === undefined ? {} : { matching }),
          ...(nth === undefined ? {} : { nth }),
          ...(per === undefined ? {} : { per }),
          ...(connection === undefined ? {} : { connection }),
          ...(times === undefined ? {} : { times: times === 'always' ? Infinity : times }),
        },
      },
    };
  });
}

function faultOf(kind: (typeof kinds)[number], sqlState = '', delayMs = 0): Fault {
  if (kind === 'error-before') return { kind, sqlState };
  return kind === 'delay' ? { kind, delayMs } : { kind };
}
