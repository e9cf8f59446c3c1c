import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['rustok-testkit/vitest/global-setup'],
    include: ['test/**/*.test.ts'],
  },
});
