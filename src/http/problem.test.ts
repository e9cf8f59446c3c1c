import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, context as otelContext, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotFoundError } from '../errors/index.ts';
import { problemOf } from './problem.ts';

const storage = new AsyncLocalStorage<Context>();
beforeAll(() => {
  otelContext.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (context, fn, thisArg, ...args) => storage.run(context, () => fn.call(thisArg, ...args)),
    bind: (_context, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  });
});
afterAll(() => otelContext.disable());

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const inSpan = (ids: { traceId: string; spanId: string }) =>
  otelContext.with(trace.setSpanContext(ROOT_CONTEXT, { ...ids, traceFlags: 1 }), () =>
    problemOf(new NotFoundError('There is nothing')),
  );

test("a problem names the active span's trace", () => {
  expect(inSpan({ traceId, spanId: '00f067aa0ba902b7' })).toMatchObject({ status: 404, traceId });
});

test.each([
  { traceId, spanId: '0000000000000000' },
  { traceId: '00000000000000000000000000000000', spanId: '00f067aa0ba902b7' },
])('a problem names no trace of a span that is not valid: %o', (ids) => {
  expect(inSpan(ids)).not.toHaveProperty('traceId');
});

test('a problem outside of any span names no trace', () => {
  expect(problemOf(new NotFoundError('There is nothing'))).not.toHaveProperty('traceId');
});
