export { tenantStampede } from './suite.ts';
