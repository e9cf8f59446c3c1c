export { dumpMigrations } from './dump-migrations.ts';
export { functionMigrations } from './function-migrations.ts';
export { MigrationError, type MigrationPlace } from './migration-error.ts';
export { sqlFolderMigrations } from './sql-folder-migrations.ts';
export { syncMigrations } from './sync-migrations.ts';
export { type OpenUmzug, umzugMigrations, type UmzugLike, type UmzugMigration } from './umzug-migrations.ts';
