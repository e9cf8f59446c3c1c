import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Shop, openShop } from '../bench/stampede/service/testing/shop-service.ts';
import { runCli } from './testing/run-cli.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop[Symbol.asyncDispose]());

function measure(url: string, pattern: string) {
  const service = ['--url', url, '--query-pattern', pattern, '--database', shop.database.adminUrl];
  return runCli('bench', 'stampede', ...service, '--connections', '40', '--rounds', '1');
}

test('a service that is not there ends the command with what to do, and exit code 2', async () => {
  const { url, ...service } = await shop.serve();
  await service[Symbol.asyncDispose]();
  const { exitCode, stdout, stderr } = await measure(url, 'from shops');
  expect(stderr).toMatch(/Nothing listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Start the service first\./);
  expect([exitCode, stdout]).toEqual([2, '']);
});

test('a pattern that matches nothing ends the command with the statements that were seen, and exit code 2', async () => {
  await using service = await shop.serve();
  const { exitCode, stdout, stderr } = await measure(service.url, 'from nowhere');
  expect(stderr).toMatch(/No statement matched \/from nowhere\/i: [\s\S]*SELECT name FROM shops/);
  expect([exitCode, stdout]).toEqual([2, '']);
});

test('a service that answers half and closes fails the run with exit code 1', async () => {
  await using service = await shop.serve({ brokenEvery: 4 });
  const { exitCode, stderr } = await measure(service.url, 'from shops');
  expect(stderr).toContain(`FAILED ${service.url}: 10 errors cold`);
  expect(exitCode).toBe(1);
  // The warm service is measured too, and closes a connection for every fourth answer.
}, 180_000);
