import { httpReference } from '../targets/http/index.ts';
import { withEvidence } from '../testing/with-evidence.ts';
import { describeScenarios } from '../vitest.ts';
import { accessByPolicy } from './suite.ts';

await describeScenarios(httpReference, accessByPolicy.scenarios, withEvidence);
