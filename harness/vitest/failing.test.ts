import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanKept, listKept, serverVariable } from '../database/index.ts';

const kept = /is kept\. Look at it with: npx rustok-testkit db open (\S+)/g;

/** What Vitest prints of tests that fail, on a server of its own, started by the global set-up. */
async function printedBy(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const { [serverVariable]: _server, ...env } = process.env;
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'harness/vitest/testing/vitest.config.ts'];
  const run = promisify(execFile)(process.execPath, [...vitest, ...args], {
    env: { ...env, NO_COLOR: '1', CI: '1', ...environment },
  });
  const { stdout, stderr } = (await run.catch((error: unknown) => error)) as { stdout: string; stderr: string };
  return stdout + stderr;
}

/** Of each test the part from its title on. */
let printed = '';
beforeAll(async () => {
  printed = await printedBy([]);
});
afterAll(async () => {
  for (const [, id] of printed.matchAll(kept)) await cleanKept({ id });
});

const failureOf = (title: string) => {
  const [, text = ''] = printed.split(`FAIL  harness/vitest/testing/failing.ts > ${title}\n`);
  return text.split('FAIL  ')[0] ?? '';
};

test('the server of the global set-up is provided, and what the services end is no leak: no other test passes', () => {
  expect(printed).toMatch(/Tests +13 failed \| 3 passed \(16\)/);
});

test('an event that was not published is told with what led there', () => {
  expect(failureOf('an event was not published')).toMatch(
    /expected the bus to have published node\.published\npublished was node\.created\n\nWhat led there:\n[^]* ms {2}> POST \/api\/content\/nodes\n[^]* {6}INSERT INTO "nodes"[^]* {4}\* node\.created published\n[^]*COMMIT\n[^]* {2}< POST \/api\/content\/nodes: 201\n/,
  );
});

const timelineOf = (title: string) => {
  const [, text = ''] = printed.split(`What led there, in "${title}":\n`);
  return text.split(/\n\n|is kept\./)[0] ?? '';
};

test('what led to a failure that no matcher tells is told beside it, with what became of the events', () => {
  expect(timelineOf('a plain assertion fails')).toMatch(
    /^[^]* ms {2}> POST \/api\/content\/nodes\n[^]* {6}INSERT INTO "nodes"[^]* {4}\* node\.created committed\n[^]*COMMIT\n[^]* {2}< POST \/api\/content\/nodes: 201$/,
  );
});

test('what led to a leak is told too', () => {
  expect(timelineOf('a transaction is left open')).toMatch(/ {6}START TRANSACTION/);
});

test('what a matcher has told is not told again', () => {
  expect(timelineOf('an event was not published')).toBe('');
  expect(printed).not.toContain('What led there, in "an event was not published"');
});

test('an event with other data is told with the difference', () => {
  expect(failureOf('an event has other data')).toMatch(
    /it published node\.created with other data\n[^]*- Expected\n\+ Received\n[^]*- +"kind": "page",\n\+ +"kind": "post",/,
  );
});

test('behind not, what was published is told', () => {
  expect(failureOf('an event was published')).toMatch(
    /did not expect the bus to have published node\.created\nit did: node\.created \{"/,
  );
});

test('an answer that was not forbidden is told with what led there', () => {
  expect(failureOf('an answer was not forbidden')).toMatch(
    /expected the call to be forbidden\nthe status was 200, [^]*< GET \/api\/content\/nodes: 200\n/,
  );
});

test('a row without its event is told', () => {
  expect(failureOf('a row was changed without its event')).toContain(
    'lost: committed state asks for tenant.updated {"tenant_id":',
  );
});

test('a transaction that is left open fails the test, with the stack that opened it', () => {
  expect(failureOf('a transaction is left open')).toMatch(
    /LeakError: the test left[^]*transaction[^]*harness\/vitest\/testing\/failing\.ts:\d+/,
  );
});

test('a timer that is left running fails the test, with the stack that started it', () => {
  expect(failureOf('a timer is left running')).toMatch(
    /timer: an interval of 60000 ms\n +at [^]*testing\/failing\.ts:\d+/,
  );
});

test('a connection that is never given back is told of, though the pool waits for it for ever', () => {
  expect(failureOf('a connection is never given back')).toMatch(/checked-out-connection[^]*testing\/failing\.ts:\d+/);
  expect(printed).toContain('The end of the fixture services did not finish within 300 ms');
});

test('a request that nothing answers fails the test', () => {
  expect(failureOf('a request was not handled')).toContain('GET https://rates.example/eur');
});

test('what the tier cannot show is refused', () => {
  expect(failureOf('a rolled back test asks what was published')).toContain(
    'The fixture bus: the isolation tier rollback cannot show that',
  );
});

test('a fixture that was not set up says what createTest needs', () => {
  expect(failureOf('a fixture is not set up')).toContain('The fixture as needs createTest({ application: … })');
});

test('the data of a failed test is kept, and the test says how to open it', () => {
  const ids = [...printed.matchAll(kept)].map(([, id]) => id);
  const tests = listKept().filter(({ id }) => ids.includes(id));
  expect(tests.map((one) => one.test)).toEqual(
    expect.arrayContaining(['an event was not published', 'a transaction is left open']),
  );
});

test('the seed of a failed test’s fixtures is told', () => {
  expect(printed).toMatch(/The fixtures of "a request was not handled" were made with the seed \d+\./);
});

test('what an engine cannot show is refused, and that it keeps no data is said', async () => {
  const onPgMem = await printedBy(['-t', 'a timer is left running|a database is told of|an outbox of its own'], {
    RUSTOK_TESTKIT_ENGINE: 'pg-mem',
  });
  expect(onPgMem).toMatch(/CapabilityError: The schema of the reference services .*pg-mem/);
  expect(onPgMem).toMatch(/CapabilityError: The fixture bus needs what the engine pg-mem cannot show: real-commit/);
  expect(onPgMem).toMatch(/data of "a database is told of" is not kept\. The engine pg-mem/);
  expect(onPgMem).toMatch(/Tests +3 failed/);
  expect(onPgMem).not.toContain('DATABASE_CANNOT_BE_KEPT');
});
