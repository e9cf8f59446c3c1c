import { DependencyError, ValidationError } from '../../../../src/errors/index.ts';
import { sharedServerCapabilities } from '../../capabilities.ts';
import { checkStartOptions } from '../../check-options.ts';
import type { DatabaseServer, Engine, StartOptions } from '../../engine.ts';
import { PostgresServer } from '../../postgres-server.ts';
import { isInstalled } from '../is-installed.ts';
import { pingDocker } from './docker.ts';
import { leaseContainer } from './lease-container.ts';

/** Names the environment variable with the image of the engine `container`. */
export const imageVariable = 'RUSTOK_TESTKIT_POSTGRES_IMAGE';

const defaultImage = 'postgres:18-alpine';
/** A first start may have to fetch the image. */
const defaultDeadlineMs = 180_000;
const peers = ['testcontainers', '@testcontainers/postgresql'];

/** PostgreSQL in a container, its data in memory; all processes of this user share one, and it goes with the last of them. */
export const containerEngine: Engine = {
  name: 'container',
  title: 'PostgreSQL in a container',
  capabilities: sharedServerCapabilities,
  async available() {
    const missing = peers.filter((name) => !isInstalled(name));
    if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
    return pingDocker();
  },
  async start(options: StartOptions = {}): Promise<DatabaseServer> {
    checkStartOptions(options);
    const available = await containerEngine.available();
    if (available !== true) {
      throw new DependencyError(`The engine container cannot start: ${available}.`, { code: 'ENGINE_UNAVAILABLE' });
    }
    const wish = {
      image: options.image ?? imageFromEnvironment(),
      settings: options.settings ?? {},
      inMemory: options.storage !== 'disk',
    };
    const lease = await leaseContainer(wish, options.deadlineMs ?? defaultDeadlineMs);
    const { host, port, ...facts } = lease.facts;
    const chosen = options.because ?? 'container: asked for by its name';
    return new PostgresServer({ engine: 'container', host, tcpPort: port, chosen, ...facts }, async () =>
      lease[Symbol.asyncDispose](),
    );
  },
};

/** The image that is started unless a caller names another one. */
export function imageFromEnvironment(): string {
  const image = process.env[imageVariable] ?? defaultImage;
  if (/^[\w][\w./:@-]*$/.test(image)) return image;
  throw new ValidationError(
    imageVariable,
    [{ path: '', message: 'must be the name of an image, such as postgres:18' }],
    {
      code: 'INVALID_CONFIGURATION',
    },
  );
}
