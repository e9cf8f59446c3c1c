import { expect, test } from 'vitest';
import { ConfigurationError, type ScenarioOutcome } from '../scenarios/index.ts';
import { MissingPeerError, RustokError } from '../src/errors/index.ts';
import { stopAtMisconfiguration } from './stop-at-misconfiguration.ts';
import { UsageError } from './usage-error.ts';

const unopened: ScenarioOutcome = {
  id: 'TOY-1',
  title: 'MUST open',
  verdict: 'failed',
  durationMs: 0,
  evidence: {},
  details: [],
};
const missing = new MissingPeerError('sequelize', '^6.0.0', 'The reference services');

test('a target that cannot open for want of a package ends the run with the message alone', () => {
  expect(() => stopAtMisconfiguration({ ...unopened, error: missing })).toThrow(new UsageError(missing.message));
});

test('a file that turns out to be wrong when it is used ends the run as well', () => {
  const error = new ConfigurationError([{ path: 'prove.yaml:3', message: 'tenants.insert: no such column' }]);
  expect(() => stopAtMisconfiguration({ ...unopened, error, database: 'PostgreSQL 18' })).toThrow(
    new UsageError('prove.yaml:3: tenants.insert: no such column'),
  );
});

test.each([
  ['opened', { error: missing, database: 'PostgreSQL 18' }],
  ['did not open for another reason', { error: new RustokError('DEPENDENCY_UNAVAILABLE', 'no answer') }],
  ['threw no error', { error: 'no' }],
  ['passed', { verdict: 'passed' as const }],
])('a target that %s is judged', (_what, outcome) => {
  expect(() => stopAtMisconfiguration({ ...unopened, ...outcome })).not.toThrow();
});
