import { ForbiddenError, ValidationError } from '../../../../src/errors/index.ts';
import type { StartOptions, UrlPermission } from '../../engine.ts';
import { type ServerUrl, isLoopback } from './server-url.ts';

/** Names the environment variable that grants, separated by commas, what is refused otherwise. */
export const allowVariable = 'RUSTOK_TESTKIT_DATABASE_ALLOW';

/** The comment that marks a database as one for tests, whatever its name. */
export const testDatabaseMark = 'rustok-testkit: test database';

const permissions: readonly UrlPermission[] = ['remote-host', 'unmarked-database'];

/** What was granted, by the option or else by the environment. */
export function grantedPermissions({ allow }: StartOptions): ReadonlySet<UrlPermission> {
  if (allow !== undefined) return new Set(allow);
  const named = (process.env[allowVariable] ?? '').split(',').map((name) => name.trim());
  const granted = named.filter((name) => name !== '');
  if (granted.every(isPermission)) return new Set(granted);
  const message = `must be ${permissions.join(', ')}, or both separated by a comma`;
  throw new ValidationError(allowVariable, [{ path: '', message }], { code: 'INVALID_CONFIGURATION' });
}

/** Refuses another machine's server, before anything is sent to it. */
export function requireOwnHost({ host }: ServerUrl, granted: ReadonlySet<UrlPermission>): void {
  if (isLoopback(host) || granted.has('remote-host')) return;
  throw new ForbiddenError(
    `The database server ${host} is not on this machine, and tests create and drop databases on it. If it is there for tests, say so: ${allowVariable}=remote-host`,
    { code: 'DATABASE_NOT_FOR_TESTS' },
  );
}

/** Refuses a database that nobody marked: by `test` as a word of its name, or by a comment. */
export function requireMark(
  { database }: ServerUrl,
  comment: string | null,
  granted: ReadonlySet<UrlPermission>,
): void {
  const named = /(^|[^a-z])tests?($|[^a-z])/i.test(database);
  const commented = comment?.includes(testDatabaseMark) === true;
  if (named || commented || granted.has('unmarked-database')) return;
  throw new ForbiddenError(
    `The database ${database} is not marked as one for tests, and tests create and drop databases beside it. Name one with the word test (app_test), or mark it: COMMENT ON DATABASE "${database}" IS '${testDatabaseMark}'; or say ${allowVariable}=unmarked-database`,
    { code: 'DATABASE_NOT_FOR_TESTS' },
  );
}

function isPermission(name: string): name is UrlPermission {
  return (permissions as readonly string[]).includes(name);
}
