import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readServiceFile } from './service-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'service-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string) {
  const path = join(folder, 'prove.yaml');
  writeFileSync(path, content);
  return readServiceFile(path);
}

const least = `
command: [node, server.js, '{databaseUrl}', '{port}', '{sinkUrl}']
ready: { http: /health }
`;

test('a file needs no more than a command and how to tell that it is up', () => {
  expect(read(least)).toMatchObject({
    directory: folder,
    deadlineMs: 5_000,
    concurrency: true,
    ready: { http: '/health', withinMs: 15_000 },
  });
});

test('tables stand for the query of all their rows', () => {
  expect(read(`${least}state: [orders, app.lines]`).state).toEqual({
    orders: 'SELECT * FROM orders',
    'app.lines': 'SELECT * FROM app.lines',
  });
  expect(read(`${least}state: { orders: SELECT id FROM orders }`).state).toEqual({ orders: 'SELECT id FROM orders' });
});

test('a request is a method and a path, and may use what its setup captured', () => {
  const { operations } = read(`${least}
operations:
  cancel:
    setup: [{ request: POST /orders, capture: { order: data.id } }]
    request: POST /orders/{order}/cancel
    status: 204
`);
  expect(operations['cancel']).toMatchObject({
    request: { method: 'POST', path: '/orders/{order}/cancel' },
    status: [204],
  });
});

test('every mistake is named at once', () => {
  expect(() => read('command: node server.js\nstop: 3\ndeadlineMs: soon')).toThrow(
    /prove\.yaml:1: command: expected a list: the program and its arguments\nprove\.yaml:3: deadlineMs: expected a whole number of milliseconds\nprove\.yaml:2: unknown stop; allowed: name, directory, command/,
  );
});

test.each([
  ['', /prove\.yaml:1: expected a mapping; allowed: name, directory/],
  ['command: [a', /prove\.yaml:1: Flow sequence/],
  ['command: [a]\ncommand: [b]', /prove\.yaml:2: Map keys must be unique/],
  ['command: [node]', /prove\.yaml:1: command: ready is missing/],
  [`command: [node, '{databaseUrl}']\nready: {}`, /prove\.yaml:2: ready: expected either http or line/],
  ['command: [node]\nready: { http: health }', /prove\.yaml:2: ready\.http: expected a path such as \/health/],
  [
    'command: [node]\nready: { line: "(" }',
    /prove\.yaml:2: ready\.line: expected a regular expression \(.*Unterminated group/,
  ],
  [
    `${least}environment:\n  A: '{database}'`,
    /prove\.yaml:5: environment\.A: unknown placeholder \{database\}; allowed: databaseUrl, /,
  ],
  ...['idempotency_key', ' uuid ', 'id-key', 'UUID'].map((name): [string, RegExp] => [
    `${least}operations:\n  a:\n    request: POST /x\n    headers: { Key: '{${name}}' }`,
    new RegExp(
      `prove\\.yaml:7: operations\\.a\\.headers: unknown placeholder \\{${name}\\}; allowed: uuid, idempotencyKey`,
    ),
  ]),
  [
    `${least.replace(`, '{sinkUrl}'`, '')}events: { sink: true }`,
    /prove\.yaml:4: events\.sink: nobody is told where the sink is: \{sinkUrl\} stands nowhere in the file/,
  ],
  [
    least.replace(`, '{port}'`, ''),
    /prove\.yaml:3: ready\.http: the service is not told its port: \{port\} stands nowhere in its command or environment/,
  ],
  [
    least.replace(`'{databaseUrl}', `, ''),
    /prove\.yaml:2: command: the service is not told its database: \{databaseUrl\} stands nowhere in its command or environment/,
  ],
  [`${least}events: { sink: yes }`, /prove\.yaml:4: events\.sink: expected true/],
  [`${least}events: { sink: true, sql: SELECT 1 }`, /prove\.yaml:4: events: expected either sink or sql/],
  [
    `${least}relay: { command: [relay] }`,
    /prove\.yaml:4: relay: how to tell that it has delivered everything: add drained, or ends: true/,
  ],
  [`${least}drained: { when: 'true' }`, /prove\.yaml:4: drained: background is missing: a regular expression/],
  [`${least}operations: { a: {} }`, /prove\.yaml:4: operations\.a: expected either request or command/],
  [
    `${least}operations:\n  a:\n    request: FETCH /x`,
    /prove\.yaml:6: operations\.a\.request: expected a method \(GET, HEAD, POST/,
  ],
  [
    `${least}operations:\n  a:\n    request: POST /x\n    status: 99`,
    /prove\.yaml:7: operations\.a\.status: expected an HTTP status/,
  ],
  [
    `${least}operations:\n  a:\n    request: POST /{order}`,
    /prove\.yaml:6: operations\.a\.request: unknown placeholder \{order\}; allowed: uuid, idempotencyKey/,
  ],
  [
    `${least}operations:\n  a:\n    command: [x]\n    body: y`,
    /prove\.yaml:5: operations\.a: headers, body and status belong to a request/,
  ],
  [
    'operations:\n  a:\n    request: POST /x',
    /prove\.yaml:2: operations\.a: requests need a service: command is missing/,
  ],
])('%j is refused with file, line and what is allowed', (content, message) => {
  expect(() => read(content)).toThrow(message);
});

test('JSON inside a text is no placeholder', () => {
  const { operations } = read(
    `${least}operations:\n  a: { request: POST /x, body: '{"id": "{uuid}", "of": {}, "in": { "x": 1 }, "query": "{ orders { id } }"}' }`,
  );
  expect(operations['a']?.body).toContain('"of": {}');
});

test('a file that is not there is named', () => {
  expect(() => readServiceFile('/nowhere/prove.yaml')).toThrow(/\/nowhere\/prove\.yaml: cannot be read \(ENOENT/);
});
