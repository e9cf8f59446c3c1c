export type { EngineCapability } from './capabilities.ts';
export { createTestDatabase, type CreateTestDatabaseOptions } from './create-test-database.ts';
export type { CreateDatabaseOptions, DatabaseServer, Engine, EngineName, StartOptions, Storage } from './engine.ts';
export { embeddedEngine } from './engines/embedded.ts';
export { engines, selectEngine } from './engines/select-engine.ts';
export { systemEngine } from './engines/system.ts';
export { type ServerAddress, serverVariable } from './server-address.ts';
export { sharedServer, stopServers } from './shared-server.ts';
export type { Migrations, TestDatabase } from './test-database.ts';
