import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exportLoad } from './index.ts';

const load = {
  url: 'http://127.0.0.1:3000/api/tenant?fresh=1',
  headers: { 'x-tenant-id': 'acme "quoted"' },
  connections: 50,
  ratePerSecond: 20,
  durationSeconds: 1,
};

test('Artillery is told the target, the crowd, the rate and what to expect', () => {
  expect(parse(exportLoad('artillery', load))).toEqual({
    config: {
      target: 'http://127.0.0.1:3000',
      phases: [
        { name: 'stampede', duration: 1, arrivalCount: 50 },
        { name: 'open loop', duration: 1, arrivalRate: 20 },
      ],
      plugins: { expect: { outputFormat: 'silent' }, ensure: {} },
      ensure: { conditions: [{ expression: 'vusers.failed == 0', strict: true }] },
    },
    scenarios: [
      {
        name: 'one look-up',
        flow: [
          {
            get: {
              url: '/api/tenant?fresh=1',
              headers: { 'x-tenant-id': 'acme "quoted"' },
              expect: [{ statusCode: 200 }],
            },
          },
        ],
      },
    ],
  });
});

test('the script for k6 is JavaScript that asks with the same headers', () => {
  const script = exportLoad('k6', load);
  const plain = script.replaceAll(/^import .*$/gm, '').replaceAll(/^export /gm, '');
  const asked: unknown[] = [];
  const options: unknown = new Script(`${plain}; lookUp(); options`).runInNewContext({
    http: { get: (...given: unknown[]) => asked.push(given) },
    check: () => true,
  });
  expect(asked).toEqual([[load.url, { headers: load.headers }]]);
  expect(options).toMatchObject({
    scenarios: { stampede: { vus: 50, iterations: 1 }, open_loop: { rate: 20, duration: '1s' } },
  });
});

test('an engine that there is not is refused with those that there are', () => {
  expect(() => exportLoad('gatling', load)).toThrow('There is no export for gatling; there are artillery, k6');
});

const artillery = process.env['ARTILLERY'];

test.skipIf(artillery === undefined)(
  'Artillery runs its script against a local service (ARTILLERY names the program)',
  async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      if (request.headers['x-tenant-id'] === load.headers['x-tenant-id']) asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const folder = await mkdtemp(join(tmpdir(), 'artillery-'));
    try {
      const file = join(folder, 'load.yaml');
      const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
      await writeFile(file, exportLoad('artillery', { ...load, url }));
      const { stdout } = await promisify(execFile)(artillery ?? '', ['run', file], {
        env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
      });
      expect(stdout).toMatch(/vusers\.failed:.* 0\b/);
      expect(asked).toBe(70);
    } finally {
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
