import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { commitOnlyPublishing } from '../../commit-only-publishing/index.ts';
import { runScenarios } from '../../runner/index.ts';
import { openService } from './open-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'service-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string) => fileURLToPath(new URL(`../testing/${name}`, import.meta.url));
const node = JSON.stringify(process.execPath);

const environment = (mistake: string) => `
environment:
  DATABASE_URL: '{databaseUrl}'
  PORT: '{port}'
  SINK_URL: '{sinkUrl}'
  DEADLINE_MS: '{deadlineMs}'
  MISTAKE: '${mistake}'
schema: { command: [${node}, ${path('migrate.ts')}] }
state: [notes]
`;
const served = (mistake = '', drainedWithinMs = 15_000) => `
name: notes
command: [${node}, ${path('notes-service.ts')}]
ready: { line: 'the notes are open' }
stopWithinMs: 2000
${environment(mistake)}
events: { sink: true, id: key }
drained: { when: NOT EXISTS (SELECT FROM outbox), withinMs: ${drainedWithinMs} }
background: '^(select position|delete from outbox)'
operations:
  write: { request: POST /notes, body: 'note {uuid}', status: 201 }
  read: { request: GET /notes }
`;
const relayed = (mistake = '') =>
  served(mistake)
    .replace('notes-service.ts]', 'notes-service.ts, serve]\ndeadlineMs: 20000')
    .replace(/^stopWithinMs: .*$/m, '')
    .replace(/^background: .*$/m, `relay: { command: [${node}, ${path('notes-service.ts')}, relay] }`);
const commands = `
name: notes by command
${environment('')}
events: { sql: SELECT event FROM outbox ORDER BY position }
operations:
  write: { command: [${node}, ${path('write-note.ts')}, 'note {uuid}'] }
`;

let files = 0;
function target(content: string) {
  files += 1;
  const file = join(folder, `prove-${files}.yaml`);
  writeFileSync(file, content);
  return openService(file);
}

async function opened(content: string): Promise<void> {
  const subject = await target(content).open();
  await subject[Symbol.asyncDispose]();
}

async function prove(content: string, ...ids: string[]) {
  const wanted = commitOnlyPublishing.scenarios.filter(({ id }) => ids.includes(id));
  const report = await runScenarios(target(content), wanted);
  return report.scenarios.map(
    ({ id, verdict, reason }) => `${id} ${verdict}${reason === undefined ? '' : `: ${reason}`}`,
  );
}

describe.concurrent('a service that relays by itself', { timeout: 240_000 }, () => {
  test('is proved right', async () => {
    expect(await prove(served(), 'COMMIT-1', 'COMMIT-8', 'COMMIT-9', 'COMMIT-10')).toEqual([
      'COMMIT-1 passed',
      'COMMIT-8 passed',
      'COMMIT-9 passed',
      'COMMIT-10 passed',
    ]);
  });

  test('is not explored statement by statement: its relay would be broken for the operation', async () => {
    const [skipped] = await prove(served(), 'COMMIT-18');
    expect(skipped).toMatch(
      /skipped: target notes lacks the capability wire: it relays by itself.*relay in the service file/,
    );
  });

  test('is judged by its consumer where it needs no table for its events', async () => {
    expect(await prove(served('publishes before commit, and heeds the answer'), 'COMMIT-8')).toEqual([
      'COMMIT-8 passed',
    ]);
    const [heedless] = await prove(served('publishes before commit'), 'COMMIT-8');
    expect(heedless).toMatch(
      /failed: lost: write, event refused by its consumer: state was committed, no event was published/,
    );
  });

  test('is caught when one of two operations loses its event with the process', async () => {
    const hurried = `${served()}  hurry: { request: POST /hurry, body: 'note {uuid}', status: 201 }\n`;
    expect(await prove(hurried, 'COMMIT-9')).toEqual([
      expect.stringMatching(
        /^COMMIT-9 failed: lost: process killed right after COMMIT with hurry: state was committed, no event was published/,
      ),
    ]);
  });

  test('is caught when it publishes before COMMIT', async () => {
    const [before, failed] = await prove(served('publishes before commit'), 'COMMIT-1', 'COMMIT-4');
    expect(before).toMatch(/failed: ghost: write, transaction held at COMMIT.* while its transaction was open/);
    expect(failed).toMatch(/failed: ghost: write, deferred constraint fails.*nothing was committed/);
  });

  test('is caught when it keeps a connection inside a transaction that failed', async () => {
    const [result] = await prove(served('keeps what failed'), 'COMMIT-3');
    expect(result).toMatch(
      /failed: stuck: a connection was left inside a transaction: session \d+ \(idle in transaction \(aborted\)\): INSERT INTO notes/,
    );
  });

  test('is inconclusive when it never relays: what is not published may be published yet', async () => {
    const [result] = await prove(served('does not relay', 1500), 'COMMIT-10');
    expect(result).toMatch(
      /inconclusive: prove-\d+\.yaml:\d+: not drained \(NOT EXISTS \(SELECT FROM outbox\)\): not within 1500 ms/,
    );
  });

  test('is inconclusive when it does not exit: what it has not published it may publish yet', async () => {
    const [result] = await prove(served('deaf'), 'COMMIT-10');
    expect(result).toMatch(/inconclusive: notes had not exited 2000 ms after SIGTERM and had to be killed/);
  });
});

describe.concurrent('a service whose relay is a process of its own', { timeout: 600_000 }, () => {
  test('is broken at each of its statements', async () => {
    expect(await prove(relayed(), 'COMMIT-18', 'COMMIT-21', 'COMMIT-22')).toEqual([
      'COMMIT-18 passed',
      expect.stringMatching(/^COMMIT-21 skipped: target notes lacks the capability relay: its relay runs for ever/),
      'COMMIT-22 passed',
    ]);
  });

  test('is caught when it loses an event, though it gives it the same id in every run', async () => {
    const [result] = await prove(relayed('publishes after commit'), 'COMMIT-18');
    expect(result).toMatch(/failed: lost: write, drop-after at statement 3 \(COMMIT\): committed, but never published/);
  });

  test('has a port of its own', async () => {
    const order = `relay: { command: [${node}, ${path('notes-service.ts')}, relay, '{port}'] }`;
    const environmentOfRelay = "environment: { MISTAKE: 'a port is needed' } }";
    const content = relayed().replace(/^relay: .*$/m, order.replace(' }', `, ${environmentOfRelay}`));
    expect(await prove(content, 'COMMIT-10')).toEqual(['COMMIT-10 passed']);
  });

  test('is inconclusive when that process delivers nothing', async () => {
    const [result] = await prove(relayed('does not relay'), 'COMMIT-10');
    expect(result).toMatch(
      /inconclusive: prove-\d+\.yaml:\d+: not drained \(NOT EXISTS \(SELECT FROM outbox\)\): .*ended \(0\)/,
    );
  });
});

describe.concurrent('a service of commands', { timeout: 240_000 }, () => {
  test('is proved right, without a server, its events read by SQL', async () => {
    expect(await prove(commands, 'COMMIT-3', 'COMMIT-9', 'COMMIT-18')).toEqual([
      'COMMIT-3 passed',
      'COMMIT-9 passed',
      'COMMIT-18 passed',
    ]);
  });
});

describe.concurrent('a file that', { timeout: 120_000 }, () => {
  test.each([
    [
      'a command that is not there',
      (content: string) => content.replace(/^command: .*$/m, 'command: [/no/such/program]'),
      /prove-\d+\.yaml:3: command: notes ended \(127\) before it printed a line like [^]*\/no\/such\/program: not found/,
    ],
    [
      'a service that ends at once, with its last words',
      (content: string) => content.replace("MISTAKE: ''", 'MISTAKE: does not start'),
      /prove-\d+\.yaml:3: command: notes ended \(1\) before it printed a line like [^]*no configuration/,
    ],
    [
      'a line that is never printed',
      (content: string) => content.replace(/^ready: .*$/m, 'ready: { line: listening, withinMs: 15000 }'),
      /prove-\d+\.yaml:4: ready\.line: notes has not printed a line like \/listening\/i within 15000 ms; it printed:\nThe notes are open/,
    ],
    [
      'a port on which nobody listens',
      (content: string) =>
        content
          .replace("PORT: '{port}'", "PORT: '0'\n  UNHEARD: '{port}'")
          .replace(/^ready: .*$/m, 'ready: { http: /health, withinMs: 15000 }'),
      /prove-\d+\.yaml:4: ready\.http: notes has not answered http:\/\/127\.0\.0\.1:\d+\/health with 2xx or 3xx within 15000 ms; last: connection refused, so that nobody listens on \{port\}/,
    ],
    [
      'a path that it does not know',
      (content: string) => content.replace(/^ready: .*$/m, 'ready: { http: /unknown, withinMs: 15000 }'),
      /ready\.http: notes has not answered http:\/\/127\.0\.0\.1:\d+\/unknown with 2xx or 3xx within 15000 ms; last: status 404/,
    ],
    [
      'a path that is never answered',
      (content: string) => content.replace(/^ready: .*$/m, 'ready: { http: /silent, withinMs: 15000 }'),
      /ready\.http: notes has not answered .*\/silent with 2xx or 3xx within 15000 ms; last: no answer in time/,
    ],
    [
      'migrations that fail',
      (content: string) =>
        content.replace(/^schema: .*$/m, "schema: { command: [/bin/sh, -c, 'echo no luck; exit 3'] }"),
      /prove-\d+\.yaml:\d+: schema\.command: \/bin\/sh .* ended \(3\); it printed:\nno luck/,
    ],
  ])('names %s is told file and line, and the service is not judged', async (_what, change, message) => {
    await expect(opened(change(served()))).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringMatching(message) as string,
    });
  });

  test('has a condition that is a number is told file and line', async () => {
    const content = served().replace('NOT EXISTS (SELECT FROM outbox)', 'SELECT count(*) FROM outbox');
    await expect(opened(content)).rejects.toThrow(
      /prove-\d+\.yaml:\d+: drained\.when: expected a condition such as NOT EXISTS .*, true or false; this is a bigint/,
    );
  });

  test('asks for rows that are not there is told file and line', async () => {
    const [result] = await prove(served().replace('state: [notes]', 'state: [note]'), 'COMMIT-10');
    expect(result).toMatch(/did not open: prove-\d+\.yaml:\d+: state\.note: relation "note" does not exist/);
  });

  test('has a pattern that the database refuses is told file and line', async () => {
    const content = served().replace("background: '^(", "background: '(^(");
    const [result] = await prove(content, 'COMMIT-10');
    expect(result).toMatch(/did not open: prove-\d+\.yaml:\d+: background: invalid regular expression: parentheses/);
  });

  test('has a setup that does not work is inconclusive, with file and line', async () => {
    const content = served().replace(
      "body: 'note {uuid}'",
      "body: 'note {uuid}', setup: [{ request: PUT /, status: 200 }]",
    );
    const [result] = await prove(content, 'COMMIT-10');
    expect(result).toMatch(/inconclusive: prove-\d+\.yaml:\d+: the setup of write failed: PUT \/ was answered 201/);
  });

  test.each(['COMMIT-1', 'COMMIT-10', 'COMMIT-14'])(
    'expects another status than the service answers is inconclusive, with file and line: %s',
    async (id) => {
      const [result] = await prove(served().replace('status: 201', 'status: 200'), id);
      expect(result).toMatch(
        /inconclusive: write failed with no fault placed: .*prove-\d+\.yaml:\d+: POST \/notes was answered 201, expected 200: \{"written"/,
      );
    },
  );

  test('expects another status is inconclusive where it is explored statement by statement', async () => {
    const content = relayed().replace('status: 201', 'status: 200');
    const results = await prove(content, 'COMMIT-18', 'COMMIT-22', 'COMMIT-23');
    for (const result of results) expect(result).toMatch(/inconclusive: .*POST \/notes was answered 201, expected 200/);
  });

  test('captures what the answer does not have is inconclusive', async () => {
    const content = served().replace(
      "body: 'note {uuid}'",
      "body: '{note}', setup: [{ request: POST /, body: '{uuid}', capture: { note: written.twice } }]",
    );
    const [result] = await prove(content, 'COMMIT-10');
    expect(result).toMatch(/the setup of write failed: its answer has no written\.twice: \{"written"/);
  });

  test('takes the table in which events wait for state is told how COMMIT-8 can be judged', async () => {
    const [result] = await prove(commands.replace('state: [notes]', 'state: [notes, outbox]'), 'COMMIT-8');
    expect(result).toMatch(/inconclusive: every table that is written is part of the state, .*: leave the table in/);
  });

  test('says nothing of state or events has its scenarios skipped', async () => {
    const content = served().replace('events: { sink: true, id: key }', '');
    expect(await prove(content, 'COMMIT-10')).toEqual([
      'COMMIT-10 skipped: target notes lacks the capability real-commit: its file says nothing of events',
    ]);
    const bare = content.replace('state: [notes]', '').replace(/^operations:[^]*$/m, '');
    expect(await prove(bare, 'COMMIT-10', 'COMMIT-24')).toEqual([
      expect.stringMatching(/real-commit: its file says nothing of operations, state, events$/),
      expect.stringMatching(
        /http: .*; this scenario is for targets in the kit’s own process, whose operations are calls/,
      ),
    ]);
  });
});
