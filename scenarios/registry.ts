import { accessByPolicy } from './access/index.ts';
import { commitOnlyPublishing } from './commit-only-publishing/index.ts';
import type { Suite } from './contract/index.ts';
import { tenantStampede } from './tenant-stampede/index.ts';
import { inputValidation } from './validation/index.ts';

/** Every suite of the kit; a new one is added here and nowhere else. */
export const suites: readonly Suite[] = [commitOnlyPublishing, tenantStampede, accessByPolicy, inputValidation];
