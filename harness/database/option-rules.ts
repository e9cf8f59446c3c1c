import { z } from 'zod';

/** How a test's database is kept apart from the others'. */
export const tierRule = z.enum(['rollback', 'reset', 'clone', 'cluster'], 'must be rollback, reset, clone or cluster');

/** Settings of a server by their names. */
export const settingsRule = z.record(z.string(), z.string('must be a text'), 'must be an object of texts');
