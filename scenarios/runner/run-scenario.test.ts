import { describe, expect, test } from 'vitest';
import { InconclusiveError, ObligationError, type Scenario } from '../contract/index.ts';
import { toyTarget } from '../testing/toy-target.ts';
import { type ScenarioOutcome, runScenario } from './run-scenario.ts';

function scenario(run: Scenario['run'], needs: Scenario['needs'] = []): Scenario {
  return { id: 'TOY-1', title: 'MUST do as it is told', needs, run };
}

const passing = scenario(async () => {});

describe('runScenario', () => {
  test('passes a scenario that resolves, with its evidence', async () => {
    const outcome = await runScenario(
      toyTarget(),
      scenario(async (_subject, report) => {
        report.count('envelopes', 2);
        report.count('envelopes');
        report.count('ghost', 0);
      }),
    );
    expect(outcome).toMatchObject({ id: 'TOY-1', verdict: 'passed', evidence: { envelopes: 3, ghost: 0 } });
    expect(outcome).not.toHaveProperty('reason');
  });

  test('fails a scenario that throws, with its message and the evidence so far', async () => {
    const outcome = await runScenario(
      toyTarget(),
      scenario(async (_subject, report) => {
        report.count('ghost');
        throw new ObligationError('a ghost was seen');
      }),
    );
    expect(outcome).toMatchObject({ verdict: 'failed', reason: 'a ghost was seen', evidence: { ghost: 1 } });
  });

  test('keeps the details of a scenario that failed, and tells its outcome at once', async () => {
    const detail = { kind: 'fault-matrix', operation: 'create', statements: [], faults: [], cells: [] } as const;
    const told: ScenarioOutcome[] = [];
    const outcome = await runScenario(
      toyTarget(),
      scenario(async (_subject, report) => {
        report.attach(detail);
        throw new ObligationError('a ghost was seen');
      }),
      { onOutcome: (one) => told.push(one) },
    );
    expect(outcome.details).toEqual([detail]);
    expect(told).toEqual([outcome]);
  });

  test('fails a scenario that throws before its first await', async () => {
    const outcome = await runScenario(
      toyTarget(),
      scenario(() => {
        throw new TypeError('at once');
      }),
    );
    expect(outcome).toMatchObject({ verdict: 'failed', reason: 'at once' });
  });

  test('is inconclusive when the scenario says so', async () => {
    const outcome = await runScenario(
      toyTarget(),
      scenario(async () => {
        throw new InconclusiveError('nothing to count');
      }),
    );
    expect(outcome).toMatchObject({ verdict: 'inconclusive', reason: 'nothing to count' });
  });

  test('skips what the target cannot do, names both and opens nothing', async () => {
    let opened = 0;
    const outcome = await runScenario(
      toyTarget({ name: 'poor', onOpen: () => (opened += 1) }),
      scenario(async () => {}, ['real-commit', 'kill', 'wire']),
    );
    expect(outcome).toMatchObject({ verdict: 'skipped', reason: 'target poor lacks the capability kill, wire' });
    expect(opened).toBe(0);
  });

  test('says why the target lacks a capability where the target tells', async () => {
    const target = { ...toyTarget({ name: 'poor' }), lacks: { wire: 'it relays by itself' } };
    const outcome = await runScenario(
      target,
      scenario(async () => {}, ['kill', 'wire']),
    );
    expect(outcome.reason).toBe('target poor lacks the capability kill, wire: it relays by itself');
  });

  test('skips a scenario whose own means are missing, says which and opens nothing', async () => {
    let opened = 0;
    const outcome = await runScenario(toyTarget({ onOpen: () => (opened += 1) }), {
      ...passing,
      available: async () => 'there is no Redis',
    });
    expect(outcome).toMatchObject({ verdict: 'skipped', reason: 'there is no Redis' });
    expect(opened).toBe(0);
  });

  test('fails a scenario that hangs, aborts its signal and disposes of the subject', async () => {
    let disposed = 0;
    let signal: AbortSignal | undefined;
    const outcome = await runScenario(
      toyTarget({ onDispose: () => (disposed += 1) }),
      scenario((_subject, report) => {
        signal = report.signal;
        return new Promise(() => {});
      }),
      { deadlineMs: 1_500 },
    );
    expect(outcome).toMatchObject({ verdict: 'failed', reason: 'did not finish within its deadline of 1500 ms' });
    expect(signal?.aborted).toBe(true);
    expect(disposed).toBe(1);
  });

  test('fails a subject that leaves a transaction open', async () => {
    const leaking = toyTarget({
      subject: ({ pool }) => ({
        operations: {
          begin: { mutates: false, prepare: async () => null, call: () => pool.query('BEGIN; SELECT 1 AS left_open') },
        },
      }),
    });
    const outcome = await runScenario(
      leaking,
      scenario(async (subject) => {
        await subject.operations['begin']?.call(null);
      }),
    );
    expect(outcome.verdict).toBe('failed');
    expect(outcome.reason).toMatch(/^leaked session \d+ \(idle in transaction\): BEGIN; SELECT 1 AS left_open/);
  });

  test('fails a subject that says itself what it leaks', async () => {
    const outcome = await runScenario(toyTarget({ subject: () => ({ leaks: async () => ['one socket'] }) }), passing);
    expect(outcome).toMatchObject({ verdict: 'failed', reason: 'leaked one socket' });
  });

  test('fails a subject that cannot be disposed of, but keeps the first failure', async () => {
    const unwilling = toyTarget({
      subject: (right) => ({
        [Symbol.asyncDispose]: async () => {
          await (right as unknown as AsyncDisposable)[Symbol.asyncDispose]();
          throw new Error('it clings');
        },
      }),
    });
    expect(await runScenario(unwilling, passing)).toMatchObject({
      verdict: 'failed',
      reason: 'leaked the subject: it clings',
    });
    const failing = scenario(async () => {
      throw new Error('first');
    });
    expect(await runScenario(unwilling, failing)).toMatchObject({ verdict: 'failed', reason: 'first' });
  });

  test('fails a target that does not open', async () => {
    const closed = { ...toyTarget({ name: 'closed' }), open: () => Promise.reject(new Error('no server')) };
    expect(await runScenario(closed, passing)).toMatchObject({
      verdict: 'failed',
      reason: 'target closed did not open: no server',
    });
  });

  test('is inconclusive when the target says so while it opens', async () => {
    const closed = { ...toyTarget(), open: () => Promise.reject(new InconclusiveError('not this time')) };
    expect(await runScenario(closed, passing)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'target toy did not open: not this time',
    });
  });

  test('fails a target that never opens', async () => {
    const silent = { ...toyTarget({ name: 'silent' }), open: () => new Promise<never>(() => {}) };
    expect(await runScenario(silent, passing, { deadlineMs: 50 })).toMatchObject({
      verdict: 'failed',
      reason: 'target silent did not open within 50 ms',
    });
  });
});
