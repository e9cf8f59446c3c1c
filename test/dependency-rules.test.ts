import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PlantedTree, root, runTool } from './planted-tree.ts';

const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };

interface Cruised {
  modules: { source: string; dependencies: unknown[] }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

const folders = ['src', 'fixtures', 'harness', 'scenarios', 'bench', 'cli'];

/** Rule name -> [file that breaks it, its text, other files it needs]. */
const planted: Record<string, Record<string, string>> = {
  'no-circular': {
    'src/a/one.ts': `import { two } from './two.ts';\nexport const one = two;`,
    'src/a/two.ts': `import { one } from './one.ts';\nexport const two = one;`,
  },
  'not-to-unresolvable': { 'src/a/lost.ts': `import './nowhere.ts';` },
  'src-knows-nothing-of-the-kit': { 'src/a/kit.ts': `import '../../harness/bus/index.ts';` },
  'harness-rests-on-src-alone': { 'harness/index.ts': `import '../scenarios/index.ts';` },
  'vitest-door-knows-no-scenarios': { 'harness/vitest/up.ts': `import '../../scenarios/index.ts';` },
  'fixtures-rest-on-src-alone': { 'fixtures/up.ts': `import '../harness/bus/index.ts';` },
  'fixtures-import-types-of-src': {
    'fixtures/value.ts': `import { one } from '../src/a/index.ts';\nexport const x = one;`,
  },
  'scenarios-know-no-bench': { 'scenarios/up.ts': `import '../bench/index.ts';` },
  'bench-knows-no-cli': { 'bench/up.ts': `import '../cli/index.ts';` },
  'errors-and-events-are-free-of-the-database': { 'src/events/db.ts': `import '../database/index.ts';` },
  'siblings-through-the-door': { 'src/a/deep.ts': `import '../database/inner.ts';` },
  'other-layers-through-the-door': { 'harness/bus/deep.ts': `import '../../src/database/inner.ts';` },
  'only-sequelize.ts-loads-sequelize': {
    'src/a/orm.ts': `import { Model } from 'sequelize';\nexport const x = Model;`,
  },
  'only-umzug.ts-loads-umzug': { 'src/a/migrate.ts': `import { Umzug } from 'umzug';\nexport const x = Umzug;` },
  'only-fastify.ts-loads-fastify': { 'src/a/web.ts': `import { fastify } from 'fastify';\nexport const x = fastify;` },
  'only-ioredis.ts-loads-ioredis': {
    'harness/bus/cache.ts': `import { Redis } from 'ioredis';\nexport const x = Redis;`,
  },
  'only-autocannon.ts-loads-autocannon': {
    'harness/bus/load.ts': `import autocannon from 'autocannon';\nexport const x = autocannon;`,
  },
  'only-testcontainers-module.ts-loads-testcontainers': {
    'harness/bus/container.ts': `import { GenericContainer } from 'testcontainers';\nexport const x = GenericContainer;`,
  },
  'only-testcontainers-module.ts-loads-@testcontainers/postgresql': {
    'harness/bus/postgresql.ts': `import { PostgreSqlContainer } from '@testcontainers/postgresql';\nexport const x = PostgreSqlContainer;`,
  },
  'only-pglite-module.ts-loads-@electric-sql/pglite': {
    'harness/bus/pglite.ts': `import { PGlite } from '@electric-sql/pglite';\nexport const x = PGlite;`,
  },
  'only-pg-mem-module.ts-loads-pg-mem': {
    'harness/bus/memory.ts': `import { newDb } from 'pg-mem';\nexport const x = newDb;`,
  },
  'only-vitest.ts-loads-vitest': { 'harness/bus/runner.ts': `import { test } from 'vitest';\nexport const x = test;` },
  'only-copy-rows.ts-loads-pg-copy-streams': {
    'harness/bus/copy.ts': `import * as peer from 'pg-copy-streams';\nexport const x = peer;`,
  },
  'only-msw.ts-loads-msw': { 'harness/bus/mock.ts': `import { http } from 'msw';\nexport const x = http;` },
  'only-async-cache-dedupe.ts-loads-async-cache-dedupe': {
    'bench/a/taken-async-cache-dedupe.ts': `import * as peer from 'async-cache-dedupe';\nexport const x = peer;`,
  },
  'only-bentocache.ts-loads-bentocache': {
    'bench/a/taken-bentocache.ts': `import * as peer from 'bentocache';\nexport const x = peer;`,
  },
  'only-cacheable.ts-loads-cacheable': {
    'bench/a/taken-cacheable.ts': `import * as peer from 'cacheable';\nexport const x = peer;`,
  },
  'only-cache-manager.ts-loads-cache-manager': {
    'bench/a/taken-cache-manager.ts': `import * as peer from 'cache-manager';\nexport const x = peer;`,
  },
  'only-p-memoize.ts-loads-p-memoize': {
    'bench/a/taken-p-memoize.ts': `import * as peer from 'p-memoize';\nexport const x = peer;`,
  },
  'only-dataloader.ts-loads-dataloader': {
    'bench/a/taken-dataloader.ts': `import * as peer from 'dataloader';\nexport const x = peer;`,
  },
  'only-hdr-histogram.ts-loads-hdr-histogram-js': {
    'bench/a/taken-hdr-histogram-js.ts': `import * as peer from 'hdr-histogram-js';\nexport const x = peer;`,
  },
  'only-mitata.ts-loads-mitata': {
    'bench/a/taken-mitata.ts': `import * as peer from 'mitata';\nexport const x = peer;`,
  },
  'only-plot.ts-loads-@observablehq/plot': {
    'bench/a/taken--observablehq-plot.ts': `import * as peer from '@observablehq/plot';\nexport const x = peer;`,
  },
  'only-linkedom.ts-loads-linkedom': {
    'bench/a/taken-linkedom.ts': `import * as peer from 'linkedom';\nexport const x = peer;`,
  },
  'only-bench-progress.ts-loads-ora': {
    'bench/a/taken-ora.ts': `import * as peer from 'ora';\nexport const x = peer;`,
  },
};
const innocent = {
  'src/a/index.ts': 'export const one = 1;',
  'src/database/index.ts': 'export {};',
  'src/database/inner.ts': 'export const inner = 1;',
  'harness/bus/index.ts': 'export {};',
  'scenarios/index.ts': 'export {};',
  'bench/index.ts': 'export {};',
  'cli/index.ts': 'export {};',
  'fixtures/types.ts': `import type { one } from '../src/a/index.ts';\nexport type One = typeof one;`,
};

/** Fewer modules than these and the cruiser has not understood the sources: its silence would mean nothing. */
const moduleFloors = { src: 170, fixtures: 9, harness: 140, scenarios: 300, bench: 40, cli: 18 };

function cruise(folder: string): Cruised {
  const present = folders.filter((name) => existsSync(join(folder, name)));
  const { stdout, stderr } = runTool('depcruise', ['--output-type', 'json', ...present], folder);
  if (stdout === '') throw new Error(`dependency-cruiser printed nothing: ${stderr}`);
  return JSON.parse(stdout) as Cruised;
}

test('every dependency rule catches the fault planted for it', () => {
  expect(Object.keys(planted).toSorted()).toEqual(forbidden.map((rule) => rule.name).toSorted());
  using tree = new PlantedTree(Object.assign({}, innocent, ...Object.values(planted)) as Record<string, string>);
  const { violations } = cruise(tree.path).summary;
  for (const [rule, files] of Object.entries(planted)) {
    const caught = violations.filter((violation) => violation.rule.name === rule).map((violation) => violation.from);
    expect(caught, rule).toContain(Object.keys(files)[0]);
  }
});

test('an innocent tree breaks no dependency rule', () => {
  using tree = new PlantedTree(innocent);
  expect(cruise(tree.path).summary.violations).toEqual([]);
});

test('the package keeps its arrows, and the cruiser has seen its modules', () => {
  const { modules, summary } = cruise(root);
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  for (const [folder, floor] of Object.entries(moduleFloors)) {
    const seen = modules.filter(
      ({ source, dependencies }) => source.startsWith(`${folder}/`) && dependencies.length > 0,
    );
    expect(seen.length, folder).toBeGreaterThan(floor);
  }
});
