import { z } from 'zod';
import { checkConfiguration, milliseconds, objectWith, withMethods } from '../../src/configuration/index.ts';

const createSchema = objectWith({
  migrations: withMethods('hash', 'run').optional(),
  keep: z.boolean('must be true or false').optional(),
});

const startSchema = objectWith({
  settings: z.record(z.string(), z.string('must be a text'), 'must be an object of texts').optional(),
  storage: z.enum(['auto', 'memory', 'disk'], 'must be auto, memory or disk').optional(),
  deadlineMs: milliseconds.optional(),
});

/** Refuses what no database can be made of, before a server is asked for it. */
export function checkCreateOptions(options: unknown): void {
  checkConfiguration(createSchema, 'The configuration of the test database', options);
}

/** Refuses what no server can be started with. */
export function checkStartOptions(options: unknown): void {
  checkConfiguration(startSchema, 'The configuration of the database server', options);
}
