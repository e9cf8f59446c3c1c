import { ConfigurationError, type ScenarioOutcome } from '../scenarios/index.ts';
import { isRustokError } from '../src/errors/index.ts';
import { UsageError } from './usage-error.ts';

const codes = new Set([
  'ENGINE_UNKNOWN',
  'ENGINE_UNAVAILABLE',
  'ENGINE_TOO_OLD',
  'CONTAINER_START_FAILED',
  'SERVER_UNREACHABLE',
  'CONNECTION_LIMIT_REACHED',
  'DATABASE_NOT_FOR_TESTS',
  'ROLE_CANNOT_CREATE_DATABASES',
  'MISSING_PEER',
  'CACHE_UNUSABLE',
  'INVALID_CONFIGURATION',
]);

/**
 * Throws when a target did not open because this machine or its configuration lacks something, or when a file of the user's turns out to
 * say what cannot be: that says nothing about the target.
 */
export function stopAtMisconfiguration({ verdict, database, error }: ScenarioOutcome): void {
  const hasOpened = verdict !== 'failed' || database !== undefined;
  const isMisconfigured = !hasOpened && isRustokError(error) && codes.has(error.code);
  if (isMisconfigured || error instanceof ConfigurationError) throw new UsageError(error.message, { cause: error });
}
