import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { type Migrations, freePort } from '../../../harness/database/index.ts';
import { startProxy } from '../../../harness/wire/index.ts';
import { messageOf } from '../message-of.ts';
import { ConfigurationError } from '../../configuration/index.ts';
import type { ServiceFile } from '../file/service-file.ts';
import { orderOf } from '../process/start-service.ts';
import { ServiceProcess } from '../process/service-process.ts';
import { worldValues } from './world-values.ts';

/**
 * The service's schema: its command first, then its SQL files. Files alone are known by their content; what a command does is not
 * known, so that its result is used for one run only.
 */
export function migrationsOf(file: ServiceFile): Migrations {
  const { command, files } = file.schema;
  const run = randomUUID();
  return {
    hash: async () => {
      const hash = createHash('sha256').update(command === undefined ? 'files' : run);
      for (const [index] of files.entries()) hash.update(await contentOf(file, index)).update('\0');
      return `service-${hash.digest('hex')}`;
    },
    run: async (url) => {
      if (command !== undefined) await runCommand(file, command, url);
      for (const [index] of files.entries()) await runFile(file, index, url);
    },
  };
}

async function runCommand(file: ServiceFile, command: readonly string[], url: string): Promise<void> {
  // The URL leads to a Unix socket, in a form that not every client understands; through the proxy it is an ordinary one.
  await using proxy = await startProxy({ upstream: url });
  const values = { ...worldValues(proxy.urlFor(url), '', file.deadlineMs), port: String(await freePort()) };
  await using migration = new ServiceProcess(orderOf(file, command, values));
  const { code, signal } = await migration.exited;
  if (code === 0) return;
  await migration.kill();
  const path = ['schema', 'command'];
  const message = `${path.join('.')}: ${command.join(' ')} ended (${signal ?? code}); it printed:\n${migration.output}`;
  throw new ConfigurationError([{ path: file.placeOf(path), message }]);
}

async function runFile(file: ServiceFile, index: number, url: string): Promise<void> {
  const sql = await contentOf(file, index);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } catch (cause) {
    throw new ConfigurationError([{ path: file.placeOf(['schema', 'files', index]), message: messageOf(cause) }], {
      cause,
    });
  } finally {
    await client.end();
  }
}

async function contentOf(file: ServiceFile, index: number): Promise<string> {
  try {
    return await readFile(resolve(file.directory, file.schema.files[index] ?? ''), 'utf8');
  } catch (cause) {
    throw new ConfigurationError([{ path: file.placeOf(['schema', 'files', index]), message: messageOf(cause) }], {
      cause,
    });
  }
}
