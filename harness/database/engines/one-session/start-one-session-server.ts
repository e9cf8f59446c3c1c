import { randomBytes } from 'node:crypto';
import type { EngineCapability } from '../../capabilities.ts';
import { describeLack } from '../../capability-error.ts';
import type { DatabaseServer, EngineName, StartOptions } from '../../engine.ts';
import { maintenanceDatabase, type Role } from '../../server-address.ts';
import type { DatabaseMaker } from './house.ts';
import { listen } from './listen.ts';
import { OneSessionServer } from './one-session-server.ts';

/** What tells one of these engines from another one. */
export interface OneSessionEngine<Template> {
  readonly name: EngineName;
  readonly capabilities: ReadonlySet<EngineCapability>;
  readonly open: (application: Role) => Promise<{ readonly version: string; readonly maker: DatabaseMaker<Template> }>;
}

const defaultWaitMs = 5000;

/** Starts a server of databases in this process, for this process and those that it gives the address to. */
export async function startOneSessionServer<Template>(
  engine: OneSessionEngine<Template>,
  options: StartOptions,
): Promise<DatabaseServer> {
  const { name, capabilities } = engine;
  const [admin, application] = [newRole('rustok_admin'), newRole('rustok_app')];
  const waitMs = options.sessionWaitMs ?? defaultWaitMs;
  const why = `A second session, after ${waitMs} ms of waiting for the open transaction of another one,`;
  const { version, maker } = await engine.open(application);
  const listening = await listen({
    maker,
    version,
    admin,
    application,
    maintenanceDatabase,
    patience: { waitMs, refusal: describeLack(name, ['concurrency'], why) },
  });
  const address = {
    engine: name,
    version,
    capabilities: [...capabilities],
    tcpPort: listening.port,
    admin,
    application,
    ...(options.because === undefined ? {} : { chosen: options.because }),
  };
  return new OneSessionServer(address, async () => listening[Symbol.asyncDispose]());
}

function newRole(name: string): Role {
  return { name, password: randomBytes(24).toString('base64url') };
}
