import { expect, test } from 'vitest';
import { createTest } from './index.ts';

const refused = (...fields: object[]) => expect.objectContaining({ code: 'INVALID_CONFIGURATION', fields }) as Error;

test('what is no option is refused when the test is made, with the options that there are', () => {
  expect(() => createTest({ migration: 1, event: 2 } as never)).toThrow(
    refused(
      { path: 'migration', message: expect.stringMatching(/^is no option; the options are isolation, migrations, /) },
      { path: 'event', message: expect.any(String) },
    ),
  );
});

test('every impossible option is named at once', () => {
  const impossible = {
    isolation: 'copy',
    migrations: { hash: 'one' },
    settings: { work_mem: 64 },
    services: {},
    events: {},
    mapping: { notes: 'note.written' },
    tenant: 'one',
    application: 'http://127.0.0.1:3000',
    roles: { admin: { authorization: 'Bearer a secret' } },
    fixtures: 7,
    closeDeadlineMs: 0,
    failOnUndelivered: 'yes',
  };
  const paths = Object.keys(impossible).map((path) => ({
    path: { settings: 'settings.work_mem', mapping: 'mapping' }[path] ?? path,
    message: expect.any(String) as string,
  }));
  expect(() => createTest(impossible as never)).toThrow(refused(...paths));
});

test('a set-up that is no object is refused', () => {
  expect(() => createTest(undefined as never)).toThrow('The configuration of createTest: must be an object');
});

test('roles are told what they must be', () => {
  expect(() => createTest({ roles: { admin: () => ({}) } } as never)).toThrow(
    'roles: must be a function that returns an object with a function for each role, which returns the headers of its requests',
  );
});
