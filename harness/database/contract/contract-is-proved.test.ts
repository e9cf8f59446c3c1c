import { describe, expect, test } from 'vitest';
import { type EngineCapability, engineCapabilities } from '../capabilities.ts';
import { sharedServer } from '../shared-server.ts';
import { breaches, checkEngine } from './check-engine.ts';
import { contract } from './contract.ts';
import { type Lie, lyingSource } from './testing/lying-source.ts';

/** Own-xmin is the one that the shared server itself does not hold. */
const lies: Record<Exclude<EngineCapability, 'own-xmin'>, Lie> = {
  'real-commit': ['COMMIT', 'ABORT '],
  rollback: ['ROLLBACK', 'COMMIT  '],
  savepoints: ['ROLLBACK TO SAVEPOINT', '   RELEASE   SAVEPOINT'.slice(1)],
  'transactional-ddl': ['ROLLBACK', 'COMMIT  '],
  concurrency: ['ISOLATION LEVEL REPEATABLE READ', '                               '],
  serializable: ['ISOLATION LEVEL SERIALIZABLE', '                            '],
  'skip-locked': ['SKIP LOCKED', '           '],
  'advisory-locks': ['pg_try_advisory_lock(', 'true or 0=(          '],
  notify: ['ROLLBACK', 'COMMIT  '],
  'deferred-constraints': ['DEFERRABLE INITIALLY DEFERRED', '                             '],
  'two-phase-commit': ['PREPARE TRANSACTION ', 'COMMIT; SELECT      '],
  sqlstate: ['NOT NULL', '        '],
  procedures: ['RT001', 'RT002'],
  'own-roles': ['REVOKE INSERT', 'REVOKE DELETE'],
  'exact-counting': ['IN 1..3', 'IN 1..2'],
  'statement-timeout': [`'20ms'`, `'20h' `],
  kill: ['pg_terminate_backend(', 'pg_cancel_backend   ('],
  wire: [`SET application_name = 'first'`, `SET application_name = 'other'`],
};

const checksOf = (capability: EngineCapability) => contract.filter((check) => check.capability === capability);

describe('the contract', () => {
  test('has a check for every capability, each with a title of its own', () => {
    expect(engineCapabilities.filter((capability) => checksOf(capability).length === 0)).toEqual([]);
    expect(new Set(contract.map(({ title }) => title)).size).toBe(contract.length);
  });

  test.for(Object.entries(lies) as [EngineCapability, Lie][])(
    'finds that %s is claimed and not held by a server that passes on another statement',
    async ([capability, lie]) => {
      await using source = await lyingSource(await sharedServer(), lie);
      const findings = await checkEngine(source, { checks: checksOf(capability), deadlineMs: 1000 });
      expect(breaches(findings)).toEqual([expect.stringContaining(`${capability} is claimed and not held: `)]);
    },
  );

  test('finds what a server claims beyond what it holds, and what it holds beyond what it claims', async () => {
    const server = await sharedServer();
    const claims = [...server.capabilities].filter((capability) => capability !== 'skip-locked');
    const planted = {
      capabilities: new Set<EngineCapability>([...claims, 'own-xmin']),
      createDatabase: () => server.createDatabase(),
    };
    const checks = [...checksOf('skip-locked'), ...checksOf('own-xmin'), ...checksOf('notify')];
    expect(breaches(await checkEngine(planted, { checks }))).toEqual([
      'skip-locked is held and not claimed',
      expect.stringMatching(/^own-xmin is claimed and not held: .*saw \d+ instead of 0$/),
    ]);
  });
});
