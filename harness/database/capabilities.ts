/** Every capability, with what a test may rely on where it is there. */
export const capabilityTitles = {
  'real-commit': 'COMMIT decides: its answer is true, and the transaction’s fate can be asked by its id',
  rollback: 'ROLLBACK and a failed statement leave nothing behind',
  savepoints: 'ROLLBACK TO a savepoint undoes what came after it, and nothing else',
  'transactional-ddl': 'tables made in a transaction go with its ROLLBACK',
  concurrency: 'sessions overlap: nothing uncommitted is seen, locks are waited for, deadlocks are found',
  serializable: 'write skew under SERIALIZABLE is refused with 40001',
  'skip-locked': 'FOR UPDATE SKIP LOCKED passes over rows that another session holds',
  'advisory-locks': 'an advisory lock keeps other sessions out until it is released',
  notify: 'LISTEN hears from other sessions after their COMMIT, and never after a ROLLBACK',
  'deferred-constraints': 'a deferred constraint fails at COMMIT',
  'two-phase-commit': 'a prepared transaction outlives its session and is committed by another',
  sqlstate: 'violated constraints carry their SQLSTATE and their name',
  procedures: 'plpgsql: functions, and triggers that raise',
  'own-roles': 'the application’s role is no superuser and loses what is revoked from it',
  'exact-counting': 'pg_stat_statements counts every completed statement, also nested ones',
  'statement-timeout': 'statement_timeout ends a statement with 57014',
  kill: 'pg_terminate_backend ends one session and no other',
  wire: 'each connection is a session of its own: a backend with its settings, which a cancel request reaches',
  'own-xmin': 'no other database of the server holds back its snapshots’ xmin',
} as const;

/** What a database engine can show; a test that needs more than its engine has is skipped with the reason. */
export type EngineCapability = keyof typeof capabilityTitles;

/** Every capability, in the order of the documentation. */
export const engineCapabilities = Object.keys(capabilityTitles) as [EngineCapability, ...EngineCapability[]];

/** A PostgreSQL server that many tests share: everything, except an xmin that no other test holds back. */
export const sharedServerCapabilities: ReadonlySet<EngineCapability> = new Set(
  engineCapabilities.filter((capability) => capability !== 'own-xmin'),
);
