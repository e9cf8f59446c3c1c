import type { GoldenEnvelope } from '../evolution.ts';
import { commerceGoldens } from './commerce.ts';
import { contentGoldens } from './content.ts';
import { platformGoldens } from './platform.ts';

/**
 * At least one envelope of every (type, version) that was ever published, as its bytes were. A record never changes and never
 * goes: a new version of an event adds one. Nothing writes these files; they are written by hand from the specification.
 */
export const goldenEnvelopes: readonly GoldenEnvelope[] = [...contentGoldens, ...commerceGoldens, ...platformGoldens];
