import { once } from 'node:events';
import { defineCommand } from 'citty';
import { cleanKept, listKept, openKept } from '../harness/database/index.ts';
import { agoOf, durationMs } from './duration.ts';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const args = {
  action: { type: 'positional', required: false, description: 'list, open or clean' },
  id: {
    type: 'positional',
    required: false,
    description: 'The database to open, or the one to remove, by its id from the list',
  },
  'older-than': {
    type: 'string',
    default: '0s',
    valueHint: 'age',
    description: 'clean: what is younger stays; 30m, 12h, 7d',
  },
  json: { type: 'boolean', default: false, description: 'list: one JSON document on stdout' },
} as const;

export const db = defineCommand({
  meta: {
    name: 'rustok-testkit db',
    description: 'List, open and remove the databases that failed tests have left',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    const { action, id } = given;
    if (action === 'list' && id !== undefined) throw new UsageError(`db list takes no ${id}`);
    if (action === 'list') return await list(given.json);
    if (action === 'open') return await open(id);
    if (action === 'clean') return await clean(id, given['older-than']);
    throw new UsageError(`db ${action ?? ''}: there are list, open and clean`);
  },
});

async function list(json: boolean): Promise<number> {
  const kept = listKept();
  if (json) await toStdout(`${JSON.stringify(kept, undefined, 2)}\n`);
  else if (kept.length === 0) await toStdout('No database is kept.\n');
  else {
    const lines = kept.map(({ id, test, keptAt, engine, version, where }) => {
      const age = agoOf(Date.now() - Date.parse(keptAt)).padStart(4);
      return `${id}  ${age} ago  ${engine} ${version}  ${where.padEnd(13)}  ${test ?? ''}`.trimEnd();
    });
    await toStdout(`${lines.join('\n')}\n\nOpen one: npx rustok-testkit db open ${kept[0]?.id ?? ''}\n`);
  }
  return exitCodes.held;
}

async function open(id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('db open needs an id; see: npx rustok-testkit db list');
  // A signal that comes while the server starts is kept: what was started is ended.
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await using opened = await openKept(id);
  const { kept, url, adminUrl } = opened;
  const test = kept.test === undefined ? '' : `Test:      ${kept.test}\n`;
  await toStdout(
    `${test}Database:  ${url}\nSuperuser: ${adminUrl}\n\n  psql '${url}'\n\nWhat is kept stays as it is: this is a copy, or the server where it lies. Ctrl-C closes it.\n`,
  );
  // The server does not keep this process alive, and a listener for a signal does not either.
  const alive = setInterval(() => undefined, 2 ** 30);
  await stopped;
  clearInterval(alive);
  toStderr('Stopping.');
  return exitCodes.held;
}

async function clean(id: string | undefined, olderThan: string): Promise<number> {
  const age = durationMs(olderThan);
  if (age === undefined) throw new UsageError(`--older-than takes an age such as 30m, 12h or 7d, it got ${olderThan}`);
  if (id !== undefined && !listKept().some((kept) => kept.id === id))
    throw new UsageError(`no database ${id} is kept; see: npx rustok-testkit db list`);
  const removed = await cleanKept({ olderThanMs: age, ...(id === undefined ? {} : { id }) });
  await toStdout(`${removed.length} removed.\n`);
  return exitCodes.held;
}
