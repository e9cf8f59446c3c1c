import { openAdminConnection } from '../../harness/counting/index.ts';
import type { Subject } from '../contract/index.ts';
import { sessionsAtWork } from '../levers/index.ts';

const graceMs = 2_000;

/** What the subject still holds although its scenario is over; transactions that are just ending are given a moment. */
export async function findLeaks(subject: Subject): Promise<readonly string[]> {
  await using admin = await openAdminConnection(subject.adminUrl);
  return [...(await sessionsAtWork(admin, graceMs)), ...((await subject.leaks?.()) ?? [])];
}
