import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['harness/vitest/testing/one-worker/{one,two}.ts'],
    globalSetup: ['harness/vitest/global-setup.ts'],
    testTimeout: 60_000,
  },
});
