import { embeddedEngine, systemEngine } from '../../harness/database/index.ts';
import { referenceMigrations } from '../../src/index.ts';
import type { BenchOptions, BenchRow } from '../benchmark.ts';
import { summarise } from '../statistics.ts';
import { Closing } from './closing.ts';
import { published } from './published.ts';
import { makeRows } from './rows.ts';
import { sustained } from './sustained.ts';

/** All rows in turns, then the thousand tests. */
export async function measure({ rounds, onProgress }: BenchOptions): Promise<BenchRow[]> {
  const engine = (await embeddedEngine.available()) === true ? embeddedEngine : systemEngine;
  await using stack = new Closing();
  const memory = stack.use(await engine.start({ storage: 'memory' }));
  const disk = stack.use(await engine.start({ storage: 'disk' }));
  const rows = await makeRows({ memory, disk, stack, tell: onProgress });
  const measured = rows.map(() => [] as number[]);
  for (let round = 0; round < rounds; round += 1) {
    // In turns, so that a busy machine is busy for all of them; what runs for the first time is not counted.
    for (const [index, row] of rows.entries()) {
      if (round === 0) await row.measure();
      measured[index]?.push(await row.measure());
    }
    onProgress(`round ${round + 1} of ${rounds}`);
  }
  const [bare] = measured;
  const summarised = rows.map(({ subject, metric }, index) =>
    summarise({ subject, metric, unit: 'ms' }, measured[index] ?? [], index === 0 ? undefined : bare),
  );
  onProgress('a thousand tests, each with its own database');
  return [...summarised, ...(await sustained(memory, referenceMigrations)), ...published];
}
