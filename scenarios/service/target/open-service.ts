import { openAdminConnection } from '../../../harness/counting/index.ts';
import { type Migrations, createTestDatabase, sharedServer } from '../../../harness/database/index.ts';
import { startProxyProcess } from '../../../harness/wire/index.ts';
import { ConfigurationError } from '../../configuration/index.ts';
import {
  type Capability,
  InconclusiveError,
  type OpenOptions,
  type OperationCall,
  type OperationProcess,
  type ServiceProcess,
  type Subject,
  type Target,
} from '../../contract/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { type ServiceFile, readServiceFile } from '../file/service-file.ts';
import { placeholdersIn } from '../file/placeholders.ts';
import { performRelay } from '../operations/perform-relay.ts';
import { serviceOperations } from '../operations/service-operation.ts';
import { NotReadyError } from '../process/not-ready-error.ts';
import { Sink } from '../sink/sink.ts';
import { ConnectionGate } from '../tenants/connection-gate.ts';
import { canSeeRest } from '../tenants/process-rest.ts';
import { tenantLookup } from '../tenants/tenant-lookup.ts';
import { migrationsOf } from './migrations-of.ts';
import { checkQueries, readPublished, readState } from './read-rows.ts';
import { ServiceFleet, type ServiceWorld } from './service-fleet.ts';
import type { ServiceRun } from './service-run.ts';

/**
 * A target out of a service file: each subject is a database of its own, the kit's proxy before it, the service's process and a sink.
 * A `ConfigurationError` names what is wrong with the file.
 */
export function openService(path: string): Target {
  const file = readServiceFile(path);
  const described = { file, migrations: migrationsOf(file), hasBeenReady: false };
  return {
    name: file.name,
    capabilities: capabilitiesOf(file),
    lacks: lacksOf(file),
    engine: () => sharedServer(),
    open: (options) => open(described, options),
  };
}

/** What the file describes, and whether it has been seen to hold. */
interface Described {
  readonly file: ServiceFile;
  readonly migrations: Migrations;
  hasBeenReady: boolean;
}

function capabilitiesOf({
  state,
  events,
  concurrency,
  operations,
  relay,
  background,
  tenants,
}: ServiceFile): ReadonlySet<Capability> {
  const capabilities = new Set<Capability>();
  const hasOperations = Object.keys(operations).length > 0;
  if (state !== undefined && events !== undefined && hasOperations) capabilities.add('real-commit').add('kill');
  // What a service sends by itself would be taken for an operation's.
  if (background === undefined) capabilities.add('wire');
  if (relay?.ends === true) capabilities.add('relay');
  if (concurrency) capabilities.add('concurrency');
  if (tenants !== undefined && canSeeRest) capabilities.add('served-tenant-lookup');
  if (tenants?.deactivate !== undefined) capabilities.add('inactive-tenants');
  if (tenants?.invalidate !== undefined) capabilities.add('tenant-invalidation');
  return capabilities;
}

const inProcess =
  'this scenario is for targets in the kit’s own process, whose operations are calls (--target); those of a service file are asked from outside already';

function lacksOf(file: ServiceFile): NonNullable<Target['lacks']> {
  const { background, relay, operations, state, events } = file;
  const unsaid = Object.entries({ operations: Object.keys(operations)[0], state, events }).flatMap(([key, value]) =>
    value === undefined ? [key] : [],
  );
  return {
    http: inProcess,
    'tenant-lookup': inProcess,
    ...(unsaid.length === 0 ? {} : { 'real-commit': `its file says nothing of ${unsaid.join(', ')}` }),
    ...(file.tenants === undefined ? { 'served-tenant-lookup': 'its file says nothing of tenants' } : {}),
    ...(background === undefined
      ? {}
      : {
          wire: 'it relays by itself, and what it sends by itself would be taken for an operation’s; start its relay as a process of its own (relay in the service file)',
        }),
    ...(relay === undefined || relay.ends
      ? {}
      : {
          relay: 'its relay runs for ever; a relay that ends when nothing is left (ends: true) is broken at each step',
        }),
  };
}

async function open(described: Described, options: OpenOptions = {}): Promise<Subject & AsyncDisposable> {
  const { file, migrations } = described;
  const deadlineMs = deadlineOf(file, options);
  await using opened = new OpenResources();
  const testDatabase = opened.use(await createTestDatabase({ migrations }));
  const admin = opened.use(await openAdminConnection(testDatabase.adminUrl));
  await checkQueries(admin, file);
  const sink = opened.use(await Sink.open());
  const proxy = opened.use(await startProxyProcess({ upstream: testDatabase.tcpUrl }));
  const world: ServiceWorld = {
    databaseUrl: proxy.urlFor(testDatabase.tcpUrl),
    relayDatabaseUrl: testDatabase.tcpUrl,
    deadlineMs,
    admin,
    sink,
  };
  const fleet = opened.use(new ServiceFleet(file, world));
  const service = await startUndisturbed(described, fleet);
  const { tenants, tenantQuery } = file;
  const gate = tenants === undefined ? undefined : opened.use(await ConnectionGate.open(() => service.port()));
  const owner = opened.move();
  return {
    database: `PostgreSQL ${testDatabase.version} (${testDatabase.engine})`,
    adminUrl: testDatabase.adminUrl,
    deadlineMs,
    operations: serviceOperations(service),
    readState: () => readState(admin, file),
    readPublished: async () => {
      await fleet.relay();
      return readPublished(admin, sink, file);
    },
    onActivity: fleet.activities.listen,
    drain: () => fleet.drain(),
    ...(file.events?.sink === true ? { refuseEvents: (work) => sink.refuseDuring(work) } : {}),
    openAnother: () => open(described, options),
    startProcess: async (calls) => startCalls(service, calls),
    wire: {
      url: testDatabase.tcpUrl,
      connect: (url) => connect(fleet, url),
      connectProcess: (url) => connect(fleet, url),
    },
    ...(file.background === undefined ? {} : { backgroundPattern: file.background }),
    ...(tenantQuery === undefined ? {} : { tenantQueryPattern: tenantQuery }),
    ...(gate === undefined ? {} : { tenantLookup: tenantLookup(service, gate, admin) }),
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}

/** On a fresh database and before any fault: that it does not come up says something of the file, or of this machine, and nothing of its promises. */
async function startUndisturbed(described: Described, fleet: ServiceFleet): Promise<ServiceRun> {
  const { file, hasBeenReady } = described;
  try {
    const service = await fleet.start();
    described.hasBeenReady = true;
    return service;
  } catch (cause) {
    if (!(cause instanceof NotReadyError)) throw cause;
    const message = `${cause.path.join('.')}: ${cause.message}`;
    const path = file.placeOf(cause.path);
    if (!hasBeenReady) throw new ConfigurationError([{ path, message }], { cause });
    throw new InconclusiveError(`${path}: ${message} (it has been ready before, and nothing was broken)`, { cause });
  }
}

/** A service that is not told its deadline has its own. */
function deadlineOf(file: ServiceFile, { deadlineMs }: OpenOptions): number {
  const isTold = placeholdersIn([file.command, file.environment]).includes('deadlineMs');
  return isTold ? (deadlineMs ?? file.deadlineMs) : file.deadlineMs;
}

/** The service once more: every instance is a process of its own. */
async function connect(fleet: ServiceFleet, url: string): Promise<ServiceProcess> {
  const run = await fleet.start(url);
  const { relay } = run.file;
  const end = () => fleet.end(run);
  return {
    operations: serviceOperations(run),
    ...(relay?.ends === true ? { relay: () => performRelay(run, relay) } : {}),
    kill: end,
    [Symbol.asyncDispose]: end,
  };
}

/** The calls are made of the service itself, which is a process of its own already. */
function startCalls(service: ServiceRun, calls: readonly OperationCall[]): OperationProcess {
  const operations = serviceOperations(service);
  for (const { operation, input } of calls) operations[operation]?.call(input).catch(() => undefined);
  const kill = () => service.kill();
  return { pid: service.process?.pid ?? -1, kill, [Symbol.asyncDispose]: kill };
}
