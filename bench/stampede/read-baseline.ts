import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { RustokError } from '../../src/errors/index.ts';
import type { Baseline } from './baseline.ts';

const number = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const documentSchema = z.object({
  bench: z.literal('stampede'),
  machine: z.string(),
  rows: z.array(
    z.object({
      subject: z.string(),
      metric: z.string(),
      unit: z.string(),
      n: number,
      min: number,
      median: number,
      max: number,
    }),
  ),
});

/** A report that `--json` wrote earlier; `BASELINE_INVALID` says why it is none. */
export async function readBaseline(path: string): Promise<Baseline> {
  try {
    return documentSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : '';
    throw new RustokError('BASELINE_INVALID', `${path} is no report of bench stampede --json: ${why}`, { cause });
  }
}
