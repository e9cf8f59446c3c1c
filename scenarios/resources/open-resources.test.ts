import { expect, test } from 'vitest';
import { OpenResources } from './open-resources.ts';

const closing = (log: string[], name: string) => ({ [Symbol.asyncDispose]: async () => void log.push(name) });

test('closes what was opened in reverse order, once', async () => {
  const log: string[] = [];
  const opened = new OpenResources();
  opened.use(closing(log, 'first'));
  opened.defer(() => log.push('second'));
  await opened[Symbol.asyncDispose]();
  await opened[Symbol.asyncDispose]();
  expect(log).toEqual(['second', 'first']);
});

test('closes the others when one fails, and throws its error', async () => {
  const log: string[] = [];
  const opened = new OpenResources();
  opened.use(closing(log, 'first'));
  opened.defer(() => Promise.reject(new Error('stuck')));
  await expect(opened[Symbol.asyncDispose]()).rejects.toThrow('stuck');
  expect(log).toEqual(['first']);
});

test('throws all errors when several fail', async () => {
  const opened = new OpenResources();
  for (const name of ['one', 'two']) opened.defer(() => Promise.reject(new Error(name)));
  await expect(opened[Symbol.asyncDispose]()).rejects.toThrow('2 resources could not be closed');
});

test('closes nothing that was handed to a new owner', async () => {
  const log: string[] = [];
  const opened = new OpenResources();
  opened.use(closing(log, 'first'));
  const owner = opened.move();
  await opened[Symbol.asyncDispose]();
  expect(log).toEqual([]);
  await owner[Symbol.asyncDispose]();
  expect(log).toEqual(['first']);
});
