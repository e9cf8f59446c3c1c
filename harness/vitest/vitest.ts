import { importPeer } from '../../src/errors/index.ts';

const vitestModule = await importPeer('vitest', 'rustok-testkit/vitest', () => import('vitest'));

export const { expect, inject, test } = vitestModule;
