import { openAdminConnection } from '../../../harness/counting/index.ts';
import { createTestDatabase, sharedServer } from '../../../harness/database/index.ts';
import { referenceMigrations } from '../../../src/database/index.ts';
import type { Application } from '../../../src/http/index.ts';
import {
  type Capability,
  type HttpAnswer,
  type HttpRequest,
  type HttpService,
  type OpenOptions,
  type Subject,
  type Target,
} from '../../contract/index.ts';
import { untilAtRest } from '../../levers/index.ts';
import { readReferenceState } from '../read-state.ts';
import { wireReference } from '../wire-reference.ts';
import type { HttpMistake } from './http-mistake.ts';
import { insertRows } from './insert-rows.ts';
import { openConnection } from './open-connection.ts';
import { answerOf, serveReference, tokenSigning } from './serve-reference.ts';
import { OpenResources } from '../../resources/index.ts';

const defaultDeadlineMs = 5_000;
const quietWithinMs = 5_000;
const capabilities: ReadonlySet<Capability> = new Set<Capability>(['real-commit', 'concurrency', 'routes']);

/** A target over the reference application on a test database of its own, without rows; `mistake` exchanges parts of it. */
export function httpTarget(name: string, mistake: HttpMistake = {}): Target {
  return { name, capabilities, engine: () => sharedServer(), open: (options) => open(mistake, options) };
}

async function open(
  mistake: HttpMistake,
  { deadlineMs = defaultDeadlineMs }: OpenOptions = {},
): Promise<Subject & AsyncDisposable> {
  await using opened = new OpenResources();
  const testDatabase = opened.use(await createTestDatabase({ migrations: referenceMigrations }));
  const admin = opened.use(await openAdminConnection(testDatabase.adminUrl));
  const reference = opened.use(await wireReference(testDatabase.url, deadlineMs));
  const { application, applicationAs, startWithUndeclaredRoute } = opened.use(await serveReference(reference, mistake));
  let address: Promise<string> | undefined;
  const http: HttpService = {
    routes: async () => application.routes.map(({ method, url }) => ({ method, path: url })),
    send: (request) => inject(application, request),
    connect: async () => openConnection(await (address ??= application.listen())),
    tokens: tokenSigning,
    sendAs: async (caller, request) => {
      await using own = applicationAs(caller);
      return await inject(own, request);
    },
    startWithUndeclaredRoute,
    insert: (rows) => insertRows(admin, rows),
  };
  const owner = opened.move();
  return {
    database: `PostgreSQL ${testDatabase.version} (${testDatabase.engine})`,
    adminUrl: testDatabase.adminUrl,
    deadlineMs,
    operations: {},
    http,
    readState: () => readReferenceState(admin),
    readPublished: async () => {
      await reference.parts.relay();
      return reference.capture.received;
    },
    drain: async () => {
      await untilAtRest(admin, quietWithinMs);
      await reference.parts.relay();
    },
    [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
  };
}

async function inject({ server }: Application, { method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const answer = await server.inject({
    // Any method may be asked for, known to HTTP or not.
    method: method as 'GET',
    url: path,
    headers,
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : Buffer.from(body) }),
  });
  return answerOf(answer.statusCode, answer.headers, answer.body);
}
