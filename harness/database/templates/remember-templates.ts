import { createHash, randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locateEmbeddedBinaries } from '../binaries/embedded-binaries.ts';
import { placeBinaries } from '../binaries/place-binaries.ts';
import { locateSystemBinaries } from '../binaries/system-binaries.ts';
import { type CacheEntry, cacheEntry } from '../cache/cache-entry.ts';
import { findCacheFolder } from '../cache/cache-folder.ts';
import { type TemplatedFacts, latestCluster, removeSuperseded, templatedName } from '../cluster/latest-cluster.ts';
import { prepareCluster } from '../cluster/prepare-cluster.ts';
import type { EngineName } from '../engine.ts';
import { PostgresServer } from '../postgres-server.ts';
import { keepFile } from '../server/supervisor-script.ts';
import { type ServerUser, serverUser } from '../server/server-user.ts';
import { startPostgres } from '../server/start-postgres.ts';
import type { Migrations } from '../test-database.ts';

/** Each template makes every start copy eight megabytes more. */
const mostTemplates = 4;
const deadlineMs = 60_000;

/**
 * Puts the templates of these migrations into the cluster that the next servers of this engine start from. They are built again,
 * on a server of their own: what tests did to the cluster of this run must not reach the next one.
 */
export async function rememberTemplates(engine: EngineName, migrations: readonly Migrations[]): Promise<void> {
  const user = serverUser();
  const cache = findCacheFolder(user);
  const located = engine === 'system' ? locateSystemBinaries() : locateEmbeddedBinaries();
  if (cache === undefined || 'reason' in located) return;
  const { found } = located;
  const binaries = await placeBinaries(found, { cache, user });
  const base = await prepareCluster({ cache, binaries, identity: found.identity, user });
  const latest = latestCluster(cache, base);
  const hashes = await Promise.all(migrations.map(async (one) => one.hash()));
  const added = migrations.filter((_, index) => !latest.facts.templates.includes(hashes[index] ?? ''));
  if (added.length === 0) return;
  const isFull = latest.facts.templates.length + added.length > mostTemplates;
  const from: CacheEntry<TemplatedFacts> = isFull ? { ...base, facts: { ...base.facts, templates: [] } } : latest;
  const templates = [...from.facts.templates, ...hashes].slice(-mostTemplates);
  const hash = createHash('sha256')
    .update(JSON.stringify([templates, from.facts.admin]))
    .digest('hex')
    .slice(0, 16);
  await cacheEntry<TemplatedFacts>({
    cache,
    user,
    name: templatedName(base, hash),
    build: async (content) => {
      await build(content, { engine, binaries, user, from, migrations: added.slice(-mostTemplates) });
      return { ...from.facts, templates };
    },
  });
  removeSuperseded(cache, base);
}

interface Building {
  readonly engine: EngineName;
  readonly binaries: string;
  readonly user: ServerUser | undefined;
  readonly from: CacheEntry<TemplatedFacts>;
  readonly migrations: readonly Migrations[];
}

async function build(content: string, { engine, binaries, user, from, migrations }: Building): Promise<void> {
  const target = `${content}-${randomBytes(4).toString('hex')}`;
  mkdirSync(target, { mode: 0o700 });
  if (user !== undefined) chownSync(target, user.uid, user.gid);
  const start = { binaries, cluster: from.content, user, storage: 'auto', settings: {}, deadlineMs } as const;
  const { folder, tcpPort, supervised } = await startPostgres(start);
  const address = { engine, ...from.facts, socketFolder: folder, tcpPort };
  const server = new PostgresServer(address, () => supervised.end());
  try {
    for (const one of migrations) {
      const database = await server.createDatabase({ migrations: one });
      await database[Symbol.asyncDispose]();
    }
    writeFileSync(join(folder, keepFile), target, { mode: 0o644 });
  } finally {
    await server[Symbol.asyncDispose]();
  }
  renameSync(join(target, 'data'), content);
  rmdirSync(target);
}
