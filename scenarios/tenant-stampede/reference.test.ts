import { stampedeReference } from '../targets/stampede/index.ts';
import { withEvidence } from '../testing/with-evidence.ts';
import { describeScenarios } from '../vitest.ts';
import { tenantStampede } from './suite.ts';

await describeScenarios(stampedeReference, tenantStampede.scenarios, withEvidence);
