/** Settings of every server: no durability, because nobody reads this data after a crash, and quick verdicts. */
export const clusterSettings: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
  deadlock_timeout: '10ms',
  max_connections: '300',
  max_prepared_transactions: '20',
  // Its files go with the data directory, also when the server is killed.
  dynamic_shared_memory_type: 'mmap',
  min_wal_size: '32MB',
  checkpoint_timeout: '1d',
  log_checkpoints: 'off',
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  // Statements are told apart by database, and a run of a few thousand tests has as many databases.
  'pg_stat_statements.max': '50000',
  'pg_stat_statements.save': 'off',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
};

/** Never `trust`: another user of this machine can reach a loopback port. */
export const hostBasedAuthentication = `
local all         all               scram-sha-256
host  all         all 127.0.0.1/32  scram-sha-256
host  all         all ::1/128       scram-sha-256
local replication all               scram-sha-256
host  replication all 127.0.0.1/32  scram-sha-256
`;

export function settingsFile(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('');
}
