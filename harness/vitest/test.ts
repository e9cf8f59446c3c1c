import { fixtures } from '../../fixtures/index.ts';
import { createTest } from './create-test.ts';
import { referenceSetup } from './reference.ts';

/** Vitest's `test` with the reference services: `db`, `services`, `bus`, `tenant`, `as`, `fixtures`, `clock`, `http`. */
export const test = createTest(referenceSetup(fixtures));
