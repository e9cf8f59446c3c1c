import { DependencyError } from '../../../src/errors/index.ts';
import { type ServerAddress, describeAddress } from '../server-address.ts';

const inUse = '55006';

const explanations: Readonly<Record<string, { code: string; what: string; advice: string }>> = {
  '53300': {
    code: 'CONNECTION_LIMIT_REACHED',
    what: 'has no connection left',
    advice: 'Raise max_connections, run fewer workers, or close what the tests leave open.',
  },
  [inUse]: {
    code: 'TEMPLATE_IN_USE',
    what: 'cannot copy a database while somebody is connected to it',
    advice: 'Close those sessions: pg_stat_activity lists them by datname.',
  },
  '53100': {
    code: 'DISK_FULL',
    what: 'has no room left for another database',
    advice:
      'Free some, remove kept databases (npx rustok-testkit db clean), or choose another place: RUSTOK_TESTKIT_STORAGE=disk or memory.',
  },
};

/** Says what a server that could not make a database lacks, and what to do; any other error is returned as it is. */
export function explainCloneError(error: unknown, address: ServerAddress): unknown {
  if (!(error instanceof Error)) return error;
  const where = `The PostgreSQL server ${describeAddress(address)}`;
  // A migration's own missing file is ENOENT too: only a failed connection counts.
  if ('syscall' in error && error.syscall === 'connect') {
    return new DependencyError(`${where} does not answer any more: ${error.message}`, {
      code: 'SERVER_UNREACHABLE',
      cause: error,
    });
  }
  // A table that a migration has in use is its own affair: only CREATE DATABASE counts.
  if ('code' in error && error.code === inUse && !('routine' in error && error.routine === 'createdb')) return error;
  const known = 'code' in error ? explanations[String(error.code)] : undefined;
  if (known === undefined) return error;
  const { code, what, advice } = known;
  return new DependencyError(`${where} ${what}: ${error.message}. ${advice}`, { code, cause: error });
}
