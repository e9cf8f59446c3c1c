/** The arrows of the layout: src <- harness, src (types) <- fixtures, both <- scenarios <- bench <- cli; folders are entered through their index.ts. */
const tests = '(\\.test\\.ts$|^test/|/testing/)';
const arrow = (name, from, to, extra = {}) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: tests },
  to: { path: `^(${to})/`, ...extra },
});
/** An optional peer is loaded by one file, which turns its absence into an error that names package, range and install line. */
const oneDoor = (peer, door, alsoMeasuredBy = door) => ({
  name: `only-${door.split('/').at(-1)}-loads-${peer}`,
  severity: 'error',
  from: { path: '^(src|fixtures|harness|scenarios|bench|cli)/', pathNot: `${tests}|^(${door}|${alsoMeasuredBy})$` },
  to: { path: `node_modules/${peer}/`, dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    arrow('src-knows-nothing-of-the-kit', 'src', 'fixtures|harness|scenarios|bench|cli|test'),
    arrow('harness-rests-on-src-alone', 'harness(?!/vitest/)', 'fixtures|scenarios|bench|cli|test'),
    // The Vitest door hands the fixtures out together with what they are written to.
    arrow('vitest-door-knows-no-scenarios', 'harness/vitest', 'scenarios|bench|cli|test'),
    arrow('fixtures-rest-on-src-alone', 'fixtures', 'harness|scenarios|bench|cli|test'),
    arrow('fixtures-import-types-of-src', 'fixtures', 'src', { dependencyTypesNot: ['type-only'] }),
    arrow('scenarios-know-no-bench', 'scenarios', 'bench|cli|test'),
    arrow('bench-knows-no-cli', 'bench', 'cli|test'),
    {
      name: 'errors-and-events-are-free-of-the-database',
      severity: 'error',
      from: { path: '^src/(errors|events|access)/', pathNot: tests },
      to: { path: '^src/(database|outbox|content|tenancy|http)/' },
    },
    {
      name: 'siblings-through-the-door',
      severity: 'error',
      from: { path: '^(src|harness|scenarios|bench)/([^/]+)/', pathNot: tests },
      to: { path: '^$1/[^/]+/', pathNot: '^$1/$2/|/index\\.ts$' },
    },
    {
      name: 'other-layers-through-the-door',
      severity: 'error',
      from: { path: '^(harness|fixtures|scenarios|bench|cli)/', pathNot: tests },
      to: { path: '^(src|harness|fixtures|scenarios|bench)/', pathNot: '^$1/|/index\\.ts$' },
    },
    oneDoor('sequelize', 'src/database/sequelize.ts'),
    oneDoor('umzug', 'src/database/umzug.ts'),
    oneDoor('fastify', '(src/http|bench/stampede/served)/fastify.ts'),
    oneDoor('autocannon', 'harness/load/autocannon.ts'),
    oneDoor('testcontainers', 'harness/database/engines/container/testcontainers-module.ts'),
    oneDoor(
      '@testcontainers/postgresql',
      'harness/database/engines/container/testcontainers-module.ts',
      'bench/isolation/others.ts',
    ),
    oneDoor('@electric-sql/pglite', 'harness/database/engines/pglite/pglite-module.ts', 'bench/isolation/others.ts'),
    oneDoor('pg-mem', 'harness/database/engines/pg-mem/pg-mem-module.ts'),
    oneDoor('vitest', 'harness/vitest/vitest.ts', 'scenarios/vitest.ts'),
    oneDoor('pg-copy-streams', 'harness/database/migrations/sql/copy-rows.ts', 'bench/proxy/rows.ts'),
    oneDoor('msw', 'harness/http/msw.ts'),
    oneDoor('ioredis', 'src/tenancy/cluster/ioredis.ts'),
    oneDoor('async-cache-dedupe', 'bench/stampede/subjects/async-cache-dedupe.ts'),
    oneDoor('bentocache', 'bench/stampede/subjects/bentocache.ts'),
    oneDoor('cacheable', 'bench/stampede/subjects/cacheable.ts'),
    oneDoor('cache-manager', 'bench/stampede/subjects/cache-manager.ts'),
    oneDoor('p-memoize', 'bench/stampede/subjects/p-memoize.ts'),
    oneDoor('dataloader', 'bench/stampede/subjects/dataloader.ts'),
    oneDoor('hdr-histogram-js', 'bench/stampede/hdr-histogram.ts'),
    oneDoor('mitata', 'bench/stampede/served/mitata.ts'),
    oneDoor('@observablehq/plot', 'bench/report/html/plot.ts'),
    oneDoor('linkedom', 'bench/report/html/linkedom.ts'),
    oneDoor('ora', 'cli/bench-progress.ts'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|examples)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
