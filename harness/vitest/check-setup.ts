import { z } from 'zod';
import { callable, checkConfiguration, milliseconds, onlyWith, withMethods } from '../../src/configuration/index.ts';
import { settingsRule, tierRule } from '../database/index.ts';
import { instantRule } from './test-clock.ts';

const setupSchema = onlyWith({
  isolation: tierRule.optional(),
  migrations: withMethods('hash', 'run').optional(),
  settings: settingsRule.optional(),
  services: callable.optional(),
  events: callable.optional(),
  mapping: z
    .union(
      [z.literal('reference'), z.record(z.string(), callable)],
      "must be 'reference', or an object with a function for each table",
    )
    .optional(),
  tenant: callable.optional(),
  application: callable.optional(),
  roles: z
    .custom<() => unknown>(
      (value) => typeof value === 'function',
      'must be a function that returns an object with a function for each role, which returns the headers of its requests',
    )
    .optional(),
  fixtures: callable.optional(),
  startsAt: instantRule.optional(),
  closeDeadlineMs: milliseconds.optional(),
  failOnUndelivered: z.boolean('must be true or false').optional(),
});

/** Refuses a set-up that no test can be made of, when the file is read and not when a test first takes a part of it. */
export function checkSetup(setup: unknown): void {
  checkConfiguration(setupSchema, 'The configuration of createTest', setup);
}
