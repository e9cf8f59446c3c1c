import { setTimeout as pause } from 'node:timers/promises';
import type { Transaction } from 'sequelize';
import { runInOperation } from '../../src/events/index.ts';
import type { UnitStep } from '../contract/index.ts';
import type { WiredReference } from './wire-reference.ts';
import { actor } from './world.ts';

/** Leaves a savepoint's callback so that Sequelize rolls back to it. */
class RolledBackOnPurpose extends Error {}

/** Runs a script of steps in one transaction of the reference, its events through the reference's bus. */
export async function runUnitOfWork(reference: WiredReference, steps: readonly UnitStep[]): Promise<void> {
  await runInOperation(() => reference.parts.runTransaction((transaction) => runSteps(reference, transaction, steps)));
}

async function runSteps(
  reference: WiredReference,
  transaction: Transaction,
  steps: readonly UnitStep[],
): Promise<void> {
  for (const step of steps) await runStep(reference, transaction, step);
}

async function runStep(reference: WiredReference, transaction: Transaction, step: UnitStep): Promise<void> {
  const sql = (text: string, bind: unknown[] = []) => reference.database.sequelize.query(text, { bind, transaction });
  if ('write' in step) await sql(insertNode, [step.write, actor.tenantId, actor.userId]);
  else if ('publish' in step) await publish(reference, transaction, step.publish);
  else if ('violate' in step) await violate(() => sql(violateConstraint), step.violate);
  else if ('savepoint' in step) await runBehindSavepoint(reference, transaction, step);
  else if ('wait' in step) await sql('SELECT pg_advisory_xact_lock_shared($1)', [step.wait]);
  else if ('pauseMs' in step) await pause(step.pauseMs);
  else throw new Error(step.throw);
}

const insertNode = "INSERT INTO nodes (id, tenant_id, author_id, kind) VALUES ($1, $2, $3, 'page')";
const violateConstraint =
  "INSERT INTO nodes (id, tenant_id, kind) VALUES (gen_random_uuid(), gen_random_uuid(), 'page')";

async function publish({ bus }: WiredReference, transaction: Transaction, id: string): Promise<void> {
  const data = { node_id: id, kind: 'page', author_id: actor.userId };
  await bus.publishInTransaction(transaction, actor.tenantId, actor.userId, { type: 'NodeCreated', data });
}

async function violate(statement: () => Promise<unknown>, how: 'thrown' | 'swallowed'): Promise<void> {
  try {
    await statement();
  } catch (error) {
    if (how === 'thrown') throw error;
  }
}

/** Sequelize names a savepoint by its number within its parent, so that one inside another would take the other's name: all have the same parent. */
async function runBehindSavepoint(
  reference: WiredReference,
  transaction: Transaction,
  { savepoint, end }: Extract<UnitStep, { savepoint: unknown }>,
): Promise<void> {
  try {
    await reference.database.sequelize.transaction({ transaction: outermost(transaction) }, async (nested) => {
      await runSteps(reference, nested, savepoint);
      if (end === 'rollback') throw new RolledBackOnPurpose();
    });
  } catch (error) {
    if (!(error instanceof RolledBackOnPurpose)) throw error;
  }
}

function outermost(transaction: Transaction): Transaction {
  const { parent } = transaction as Transaction & { readonly parent?: Transaction | null };
  return parent ?? transaction;
}
