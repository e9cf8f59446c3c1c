import { expect, test } from 'vitest';
import { checkExploration } from './check-options.ts';

test('what cannot be explored is refused, and every field of it named', () => {
  const nothing = () => undefined;
  const operation = { name: '', open: nothing, reset: nothing, observe: nothing };
  const options = {
    url: '',
    adminUrl: 'postgres://nobody@127.0.0.1/none',
    deadlineMs: Number.NaN,
    faults: [{ kind: 'drop-before' }, { kind: 'error-before', sqlState: 'oops' }, { kind: 'explode' }],
    pairs: { count: 0, seed: 1 },
    places: [[{ statement: 0, fault: { kind: 'delay', delayMs: -1 } }]],
    stopAfterViolations: 0,
  };
  expect(() => checkExploration({ operation, options, invariant: nothing })).toThrow(
    expect.objectContaining({
      code: 'INVALID_CONFIGURATION',
      fields: [
        'operation.name',
        'options.url',
        'options.deadlineMs',
        'options.faults[1].sqlState',
        'options.faults[2].kind',
        'options.places[0][0].statement',
        'options.places[0][0].fault.delayMs',
        'options.pairs.count',
        'options.stopAfterViolations',
      ].map((path) => expect.objectContaining({ path })),
    }),
  );
});

test('places are a list that is not empty, or a function', () => {
  const nothing = () => undefined;
  const operation = { name: 'order', open: nothing, reset: nothing, observe: nothing };
  const check = (places: unknown) => () =>
    checkExploration({
      operation,
      options: { url: 'postgres://127.0.0.1/a', adminUrl: 'postgres://127.0.0.1/a', places },
      invariant: nothing,
    });
  expect(check(nothing)).not.toThrow();
  expect(check([])).toThrow('options.places: must not be empty');
  expect(check('COMMIT')).toThrow('options.places: must be a list or a function');
});
