import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serverUser } from '../server/server-user.ts';
import { openThrowawayCache } from './throwaway-cache.ts';

it('is a folder to build in, and is gone at the end', async () => {
  const { folder, supervised } = await openThrowawayCache(serverUser());
  mkdirSync(join(folder, 'cluster-1'));
  await supervised.end();
  expect(existsSync(folder)).toBe(false);
});
