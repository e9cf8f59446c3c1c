import type { FastifyInstance } from 'fastify';
import { type Database, withinDeadline } from '../../database/index.ts';
import { DependencyError } from '../../errors/index.ts';
import { openToAll } from '../route-access.ts';

/** The longest that readiness waits for the database, in milliseconds. */
const readinessMs = 1000;

/** `/health`: the process answers. `/ready`: the database answers too, else 503. */
export function probeRoutes(server: FastifyInstance, database: Database): void {
  server.get('/health', { config: openToAll }, async () => ({ status: 'ok' }));
  server.get('/ready', { config: openToAll }, async () => {
    await ask(database);
    return { status: 'ready' };
  });
}

async function ask(database: Database): Promise<void> {
  try {
    const query = () => database.sequelize.query('SELECT 1');
    await withinDeadline(database, 'Asking the database', query, { deadlineMs: readinessMs });
  } catch (cause) {
    throw new DependencyError('The database does not answer', { cause, code: 'NOT_READY' });
  }
}
