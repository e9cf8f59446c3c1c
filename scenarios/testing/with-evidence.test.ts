import { expect, test } from 'vitest';
import { withEvidence } from './with-evidence.ts';

test('a scenario that passed and counted nothing but what it did not find fails', () => {
  const judge = (evidence: object) => () => withEvidence.onOutcome({ id: 'TOY-1', verdict: 'passed', evidence });
  expect(judge({ ghost: 0, requests: 0 })).toThrow('TOY-1 passed without evidence');
  expect(judge({ ghost: 0, requests: 1 })).not.toThrow();
});
