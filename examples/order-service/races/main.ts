import { createTestDatabase, stopServers } from 'rustok-testkit';
import { type ScheduleExploration, exploreSchedules, printScheduleRun } from 'rustok-testkit/explore';
import { schema } from '../service/schema.ts';
import { doubleClaim } from './double-claim.ts';
import { lostUpdate } from './lost-update.ts';
import { openPool } from './open-pool.ts';
import type { Race } from './race.ts';
import { writeSkew } from './write-skew.ts';

async function explore(race: Race, variant: 'broken' | 'mended'): Promise<boolean> {
  await using database = await createTestDatabase();
  await using direct = openPool(database.url);
  await direct.pool.query(schema);
  const operations = race.callers.map((caller) => ({
    name: caller,
    run: async (url: string) => {
      await using own = openPool(url);
      return await race[variant](own.pool, caller);
    },
  }));
  const exploration = await exploreSchedules(operations, (outcomes) => race.check(direct.pool, outcomes), {
    url: database.tcpUrl,
    adminUrl: database.adminUrl,
    reset: async () => void (await direct.pool.query(race.start)),
  });
  const isAsExpected = variant === 'broken' ? await isFound(exploration) : exploration.verdict === 'passed';
  const { explored, outcomes, verdict } = exploration;
  console.log(
    `${race.name}, ${variant}: ${verdict}; ${explored} interleavings run, ` +
      `${outcomes.deadlocks} deadlocks, ${outcomes.serializationFailures} serialization failures\n`,
  );
  return isAsExpected;
}

/** Prints the failing order, and sees it fail again. */
async function isFound({ failures: [failure], replay }: ScheduleExploration): Promise<boolean> {
  if (failure === undefined) return false;
  console.log(printScheduleRun(failure));
  const again = await replay(failure.schedule);
  console.log(`replayed: ${again.verdict}: ${again.reason}\n`);
  return again.verdict === 'failed' && again.reason === failure.reason;
}

try {
  for (const race of [lostUpdate, writeSkew, doubleClaim])
    for (const variant of ['broken', 'mended'] as const)
      if (!(await explore(race, variant))) {
        console.error(`${race.name}, ${variant}: not as expected`);
        process.exitCode = 1;
      }
} finally {
  await stopServers();
}
