/** What a database engine can show; a test that needs more than its engine has is skipped with the reason. */
export type EngineCapability =
  | 'real-commit'
  | 'concurrency'
  | 'wire'
  | 'exact-counting'
  | 'kill'
  | 'deferred-constraints'
  | 'skip-locked'
  | 'notify'
  | 'own-xmin';

/** A PostgreSQL server that many tests share: everything, except an xmin that no other test holds back. */
export const sharedServerCapabilities: ReadonlySet<EngineCapability> = new Set([
  'real-commit',
  'concurrency',
  'wire',
  'exact-counting',
  'kill',
  'deferred-constraints',
  'skip-locked',
  'notify',
]);
