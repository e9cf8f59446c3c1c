export { type EngineCapability, capabilityTitles, engineCapabilities } from './capabilities.ts';
export { type CapabilityColumn, capabilityTable } from './contract/capability-table.ts';
export { type CapabilityCheck } from './contract/capability-check.ts';
export {
  breaches,
  type CapabilityFinding,
  checkEngine,
  type CheckEngineOptions,
  type ClaimingSource,
} from './contract/check-engine.ts';
export { type Laboratory } from './contract/laboratory.ts';
export { settingsRule, tierRule } from './option-rules.ts';
export { CapabilityError, describeLack, type OfAnEngine, requireCapabilities } from './capability-error.ts';
export { requireCommitted } from './require-committed.ts';
export { createTestDatabase, type CreateTestDatabaseOptions } from './create-test-database.ts';
export type {
  CreateDatabaseOptions,
  DatabaseServer,
  Engine,
  EngineName,
  StartOptions,
  Storage,
  UrlPermission,
} from './engine.ts';
export { containerEngine } from './engines/container/container.ts';
export { embeddedEngine } from './engines/embedded.ts';
export { engines, startEngine, type StartEngineOptions } from './engines/start-engine.ts';
export { pgMemEngine } from './engines/pg-mem/pg-mem.ts';
export { pgliteEngine } from './engines/pglite/pglite.ts';
export { systemEngine } from './engines/system.ts';
export { type EngineSurvey, type SurveyedEngine, surveyEngines } from './engines/survey-engines.ts';
export { urlEngine } from './engines/url/url.ts';
export { freePort } from './server/free-port.ts';
export { type ServerAddress, serverVariable } from './server-address.ts';
export { sharedServer, stopServers } from './shared-server.ts';
export type { Migrations, TestDatabase } from './test-database.ts';
export { cleanupTestDb, setupTestDb, type TestDb } from './setup-test-db.ts';
export {
  type IsolatedDatabase,
  type IsolatedTest,
  type Isolation,
  type IsolationTier,
  openIsolation,
  type OpenIsolationOptions,
  requireTier,
  TierError,
  type TierNeed,
} from './isolation/index.ts';
export type { KeptDatabase } from './kept/kept-database.ts';
export { cleanKept, type CleanKeptOptions, type ListedKept, listKept } from './kept/list-kept.ts';
export { type OpenedKept, openKept } from './kept/open-kept.ts';
export {
  dumpMigrations,
  functionMigrations,
  MigrationError,
  type MigrationPlace,
  type OpenUmzug,
  sqlFolderMigrations,
  syncMigrations,
  umzugMigrations,
  type UmzugLike,
  type UmzugMigration,
} from './migrations/index.ts';
export { within } from './within.ts';
