import { expect, test } from 'vitest';
import { Capture } from './capture.ts';

test('what is published without being awaited has arrived when the capture has settled', async () => {
  const capture = new Capture();
  const { promise, resolve } = Promise.withResolvers<void>();
  capture.track(promise.then(() => capture.receive({ id: 'late' })));
  const settled = capture.settled();
  resolve();
  await settled;
  expect(capture.received).toEqual([{ id: 'late' }]);
});

test('settling brings forward what the process has put off', { timeout: 5_000 }, async () => {
  const capture = new Capture();
  capture.putOff(3_600_000, async () => capture.receive({ id: 'in an hour' }));
  await capture.settled();
  expect(capture.received).toEqual([{ id: 'in an hour' }]);
});

test('publishing that fails does not keep the capture from settling', async () => {
  const capture = new Capture();
  capture.track(Promise.reject(new Error('no')));
  await capture.settled();
  expect(capture.received).toEqual([]);
});
