import { httpReference } from '../targets/http/index.ts';
import { describeScenarios } from '../vitest.ts';
import { accessByPolicy } from './suite.ts';

await describeScenarios(httpReference, accessByPolicy.scenarios);
