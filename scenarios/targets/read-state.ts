import { readRows, referenceTables } from '../../harness/agreement/index.ts';
import type { AdminConnection } from '../../harness/counting/index.ts';
import type { StateRow } from '../contract/index.ts';

/** The reference's committed rows, the outbox excepted. */
export function readReferenceState(admin: AdminConnection): Promise<StateRow[]> {
  return readRows(admin, referenceTables);
}
