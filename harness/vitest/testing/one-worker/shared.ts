import { createTest } from '../../create-test.ts';

export const test = createTest({ isolation: 'reset' });
