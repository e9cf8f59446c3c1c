import { createHash } from 'node:crypto';
import { z } from 'zod';
import { checkConfiguration, objectWith } from '../../../src/configuration/index.ts';
import type { Migrations } from '../test-database.ts';

const answerSchema = objectWith({ hash: z.string('must return a text, or the promise of one') });

/** What tells the template of these migrations from all other ones, short enough for the name of a database. */
export async function templateHash(migrations: Migrations): Promise<string> {
  const hash = await migrations.hash();
  checkConfiguration(answerSchema, 'The configuration of the migrations', { hash });
  return createHash('sha256').update(hash).digest('hex').slice(0, 24);
}
