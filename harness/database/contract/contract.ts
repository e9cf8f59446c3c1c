import type { CapabilityCheck } from './capability-check.ts';
import { concurrencyChecks } from './checks/concurrency.ts';
import { constraintChecks } from './checks/constraints.ts';
import { realCommitChecks } from './checks/real-commit.ts';
import { rollbackChecks } from './checks/rollback.ts';
import { serverChecks } from './checks/server.ts';
import { wireChecks } from './checks/wire.ts';

/** Every check; each capability has one at least. */
export const contract: readonly CapabilityCheck[] = [
  ...realCommitChecks,
  ...rollbackChecks,
  ...concurrencyChecks,
  ...constraintChecks,
  ...serverChecks,
  ...wireChecks,
];
