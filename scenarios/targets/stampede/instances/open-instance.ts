import { openDatabase } from '../../../../src/database/index.ts';
import type { CalledTenantLookup } from '../../../contract/index.ts';
import { OpenResources } from '../../../resources/index.ts';
import { callable } from '../called-lookup.ts';
import type { LookupMistake } from '../lookup-parts.ts';
import { startLookup } from '../running-lookup.ts';
import { type Meeting, openGuard } from './open-guard.ts';

/** A look-up with a pool and a guard of its own, as every instance of a service has them. */
export interface OpenInstance extends AsyncDisposable {
  readonly lookup: CalledTenantLookup;
  /** Loads for which its guard was told to wait for another instance. */
  waited(): number;
}

export async function openInstance(
  meeting: Meeting,
  deadlineMs: number,
  mistake: LookupMistake,
): Promise<OpenInstance> {
  await using opened = new OpenResources();
  const database = opened.use(await openDatabase({ url: meeting.databaseUrl, deadlineMs }));
  const cluster = opened.use(await openGuard({ ...meeting, times: { ...meeting.times, ...mistake.times } }));
  const owner = opened.move();
  return {
    lookup: callable(startLookup(database, mistake, { cluster })),
    waited: () => cluster.stats().waited,
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}
