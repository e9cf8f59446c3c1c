import { z } from 'zod';
import {
  checkConfiguration,
  milliseconds,
  objectWith,
  onlyWith,
  someText,
  withMethods,
} from '../../src/configuration/index.ts';
import { settingsRule } from './option-rules.ts';

const createShape = {
  migrations: withMethods('hash', 'run').optional(),
  keep: z.boolean('must be true or false').optional(),
};
const createSchema = onlyWith(createShape);
// Whether there is such an engine is judged where it is chosen.
const testDatabaseSchema = onlyWith({ engine: z.unknown().optional(), ...createShape });

const startSchema = objectWith({
  settings: settingsRule.optional(),
  storage: z.enum(['auto', 'memory', 'disk'], 'must be auto, memory or disk').optional(),
  deadlineMs: milliseconds.optional(),
  url: someText.optional(),
  allow: z
    .array(z.enum(['remote-host', 'unmarked-database'], 'must be remote-host or unmarked-database'), 'must be a list')
    .optional(),
  image: someText.optional(),
  sessionWaitMs: milliseconds.optional(),
  because: someText.optional(),
});

/** Refuses what no database can be made of, before a server is asked for it. */
export function checkCreateOptions(options: unknown): void {
  checkConfiguration(createSchema, 'The configuration of the test database', options);
}

/** The same, where the engine is chosen too. */
export function checkTestDatabaseOptions(options: unknown): void {
  checkConfiguration(testDatabaseSchema, 'The configuration of the test database', options);
}

/** Refuses what no server can be started with. */
export function checkStartOptions(options: unknown): void {
  checkConfiguration(startSchema, 'The configuration of the database server', options);
}
