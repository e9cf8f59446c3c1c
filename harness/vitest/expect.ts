import type { KitExpect } from './kit-expect.ts';
import { vitestMatchers } from './matchers.ts';
import { expect as vitestExpect } from './vitest.ts';

vitestExpect.extend(vitestMatchers as never);

/** Vitest's own `expect`; the kit's matchers are known to it, and to its type here. */
export const expect = vitestExpect as KitExpect;
