import { type DatabaseServer, serverVariable, sharedServer, stopServers } from '../database/index.ts';

let startedHere = false;

/** Vitest's global set-up: one server for all workers of this run. Does nothing where a runner outside has named one. */
export async function setup(): Promise<void> {
  if (process.env[serverVariable] !== undefined) return;
  startedHere = true;
  const server: DatabaseServer = await sharedServer();
  process.env[serverVariable] = JSON.stringify(server.address);
}

export async function teardown(): Promise<void> {
  if (!startedHere) return;
  startedHere = false;
  delete process.env[serverVariable];
  await stopServers();
}
