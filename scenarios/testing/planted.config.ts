import { defineConfig } from 'vitest/config';

/** Runs the planted file alone, in a runner of its own. */
export default defineConfig({ test: { include: ['scenarios/testing/planted-scenarios.ts'], testTimeout: 50 } });
