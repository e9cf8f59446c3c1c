import { randomUUID } from 'node:crypto';
import { runInOperation } from '../../src/events/index.ts';
import type { Operation, UnitStep } from '../contract/index.ts';
import { runUnitOfWork } from './run-unit-of-work.ts';
import type { WiredReference } from './wire-reference.ts';
import { actor } from './world.ts';

/** What users of the transactional bus write themselves: a transaction of steps, and one that nothing keeps from being done twice. */
export function unitOperations(reference: WiredReference): Record<string, Operation> {
  const { parts } = reference;
  return {
    unitOfWork: {
      mutates: true,
      prepare: async () => {
        const id = randomUUID();
        return [{ write: id }, { publish: id }];
      },
      call: (input) => parts.callOperation(() => runUnitOfWork(reference, input as unknown as readonly UnitStep[])),
    },
    countReply: {
      mutates: true,
      prepare: async () => {
        const id = randomUUID();
        await runUnitOfWork(reference, [{ write: id }, { publish: id }]);
        return id;
      },
      call: (input) => parts.callOperation(() => countReply(reference, input as string)),
    },
  };
}

/** No version, no unique key: only the transaction keeps it from counting twice. */
async function countReply({ database, bus, parts }: WiredReference, id: string): Promise<void> {
  await runInOperation(() =>
    parts.runTransaction(async (transaction) => {
      await database.sequelize.query(
        'UPDATE nodes SET reply_count = reply_count + 1, version = version + 1, updated_at = now() WHERE id = $1',
        { bind: [id], transaction },
      );
      const data = { node_id: id, kind: 'page' };
      await bus.publishInTransaction(transaction, actor.tenantId, actor.userId, { type: 'NodeUpdated', data });
    }),
  );
}
