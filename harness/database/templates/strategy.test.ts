import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { measuredStrategy } from './strategy.ts';

/** The strategies that so many clones were made with, each taking its milliseconds. */
async function strategiesOf(
  address: { version: string; engine: 'embedded' | 'url' },
  clones: number,
  ms: Readonly<Record<string, number>> = {},
): Promise<string[]> {
  const admin = new Pool();
  const taken: string[] = [];
  let now = 0;
  const clone = async (strategy: string): Promise<void> => {
    taken.push(strategy.trim());
    now += ms[strategy.trim()] ?? 0;
  };
  for (let turn = 0; turn < clones; turn += 1) await measuredStrategy(admin, address, clone, () => now);
  return taken;
}

describe('measuredStrategy', () => {
  it('copies files on servers that the kit starts, as was measured for them', async () => {
    expect(new Set(await strategiesOf({ version: '18.4', engine: 'embedded' }, 4))).toEqual(
      new Set(['STRATEGY file_copy']),
    );
  });

  it.each([
    ['STRATEGY file_copy', 'STRATEGY wal_log'],
    ['STRATEGY wal_log', 'STRATEGY file_copy'],
  ])('takes the other one on a server of somebody else where %s is slow', async (slow, fast) => {
    const taken = await strategiesOf({ version: '16.2', engine: 'url' }, 8, { [slow]: 20, [fast]: 10 });
    expect(taken.slice(0, 4).toSorted()).toEqual([slow, slow, fast, fast].toSorted());
    expect(taken.slice(4)).toEqual([fast, fast, fast, fast]);
  });

  it('leaves the choice to servers that have none', async () => {
    expect(await strategiesOf({ version: '14.9', engine: 'url' }, 2)).toEqual(['', '']);
  });
});
