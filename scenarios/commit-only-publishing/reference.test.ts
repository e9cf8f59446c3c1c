import { withEvidence } from '../testing/with-evidence.ts';
import { describeScenarios } from '../vitest.ts';
import { reference } from '../targets/index.ts';
import { commitOnlyPublishing } from './suite.ts';

await describeScenarios(
  reference,
  commitOnlyPublishing.scenarios.filter(({ needs }) => !needs.includes('wire')),
  withEvidence,
);
