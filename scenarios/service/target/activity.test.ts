import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Activity } from '../../contract/index.ts';
import { openService } from './open-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'activity-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string) => fileURLToPath(new URL(`../testing/${name}`, import.meta.url));
const node = JSON.stringify(process.execPath);

test('a service tells its requests, its answers and what its consumer is handed', { timeout: 60_000 }, async () => {
  const file = join(folder, 'prove.yaml');
  writeFileSync(
    file,
    `
name: notes
command: [${node}, ${path('notes-service.ts')}]
ready: { line: 'the notes are open' }
environment: { DATABASE_URL: '{databaseUrl}', PORT: '{port}', SINK_URL: '{sinkUrl}' }
schema: { command: [${node}, ${path('migrate.ts')}] }
state: [notes]
events: { sink: true, id: key }
drained: { when: NOT EXISTS (SELECT FROM outbox), withinMs: 10000 }
background: '^(select position|delete from outbox)'
operations:
  write: { request: POST /notes, body: 'note', status: 201 }
  writeAgain: { request: POST /again, body: 'note', status: 201 }
`,
  );
  await using subject = await openService(file).open();
  const told: Activity[] = [];
  subject.onActivity?.((activity) => told.push(activity));
  const { write, writeAgain } = subject.operations;
  await write?.call({});
  await subject.drain();
  await expect(writeAgain?.call({})).rejects.toThrow();
  const toldOf = (kind: Activity['kind']) =>
    told.filter((one) => one.kind === kind).map(({ who, text, note }) => [who, text, note]);
  expect(toldOf('http')).toEqual([
    ['caller', 'sends POST /notes', 'note'],
    ['service', 'answers 201', '{"written":{"once":true}}'],
    ['caller', 'sends POST /again', 'note'],
    ['service', 'answers 500', expect.stringContaining('duplicate key')],
  ]);
  // It relays when it likes, before its answer or after it.
  expect(toldOf('relay')).toEqual([['consumer', 'is handed an event', expect.stringContaining('"note.written"')]]);
});
