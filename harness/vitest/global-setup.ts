import {
  type DatabaseServer,
  type ServerAddress,
  serverVariable,
  sharedServer,
  stopServers,
} from '../database/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database server of this run, for `inject` in a worker. */
    rustokTestkitServer: ServerAddress;
  }
}

/** Vitest's project, in the versions 3.2 to 5, as far as the set-up needs it. */
export interface ProvidingProject {
  provide(key: 'rustokTestkitServer', value: ServerAddress): void;
}

let startedHere = false;

/** Vitest's global set-up: one server for all workers of this run. Starts none where a runner outside has named one. */
export async function setup(project: ProvidingProject): Promise<void> {
  if (process.env[serverVariable] === undefined) startedHere = true;
  const server: DatabaseServer = await sharedServer();
  // The workers' children read the environment too.
  process.env[serverVariable] ??= JSON.stringify(server.address);
  project.provide('rustokTestkitServer', server.address);
}

/** Stops the server that `setup` started. */
export async function teardown(): Promise<void> {
  if (!startedHere) return;
  startedHere = false;
  delete process.env[serverVariable];
  await stopServers();
}
