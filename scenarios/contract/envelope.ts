export type { ExpectedEvent, PublishedEnvelope, StateRow } from '../../harness/agreement/index.ts';
