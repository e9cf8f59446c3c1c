import { expect, test } from 'vitest';
import type { WireObserver, WireStatement } from '../wire/index.ts';
import { watchSetup } from './connection-setup.ts';

const schema = 'SET search_path TO one';

/** Says texts on connections, and tells which of them are set-up after all was said. */
function setupAmong(said: readonly (readonly [connection: number, text: string])[], own?: Set<string>): string[] {
  const observers: WireObserver[] = [];
  const watch = watchSetup({ observe: (one) => (observers.push(one), () => undefined) }, own);
  const statements = said.map(([connection, text], index) => {
    const ordinal = said.slice(0, index + 1).filter(([one]) => one === connection).length;
    return { connection, ordinal, text } as WireStatement;
  });
  for (const statement of statements) for (const observer of observers) observer.statementStarted?.(statement);
  return statements.flatMap((one) => (watch.includes(one) ? `${one.connection}: ${one.text}` : []));
}

test('what comes before the first other statement of a connection is its set-up', () => {
  expect(
    setupAmong([
      [1, 'SHOW SERVER_VERSION'],
      [2, schema],
      [1, 'SET TIME ZONE 1'],
      [1, 'BEGIN'],
      [2, 'SELECT 1'],
    ]),
  ).toEqual(['1: SHOW SERVER_VERSION', `2: ${schema}`, '1: SET TIME ZONE 1']);
});

test('what reads the same and comes later is not', () => {
  expect(
    setupAmong([
      [1, 'SELECT 1'],
      [1, schema],
    ]),
  ).toEqual([]);
});

test('what was once said later is not set-up on a new connection either', () => {
  expect(
    setupAmong([
      [1, 'SET TIME ZONE 1'],
      [1, 'BEGIN'],
      [1, schema],
      [2, 'SET TIME ZONE 1'],
      [2, schema],
      [2, 'BEGIN'],
    ]),
  ).toEqual(['1: SET TIME ZONE 1', '2: SET TIME ZONE 1']);
});

test('what one watch has learned, the next one knows', () => {
  const own = new Set<string>();
  setupAmong(
    [
      [1, 'BEGIN'],
      [1, schema],
    ],
    own,
  );
  expect(
    setupAmong(
      [
        [1, 'SHOW SERVER_VERSION'],
        [1, schema],
      ],
      own,
    ),
  ).toEqual(['1: SHOW SERVER_VERSION']);
});
