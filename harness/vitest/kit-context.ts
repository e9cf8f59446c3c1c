import type { IsolatedDatabase } from '../database/index.ts';
import type { HttpMock, RoleClient } from '../http/index.ts';
import type { CommittedState } from '../judgement/index.ts';
import type { TestClock } from './test-clock.ts';

/** What a test may take from its context; nothing is opened that it does not take. */
export interface KitContext<Services, Bus, Tenant, Role extends string, Fixtures> {
  /** A database of the test's own, migrated. */
  db: IsolatedDatabase;
  /** The services under test on that database. */
  services: Services;
  /** What was published, for the matchers. */
  bus: Bus;
  /** The rows since the bus was opened (or `restart`), for `toMatchCommittedState`. */
  state: CommittedState;
  /** Whom the tests act for. */
  tenant: Tenant;
  /** A client for each role, in process: `as.admin.post('/api/content/nodes', input)`. */
  as: Readonly<Record<Role, RoleClient>>;
  /** Builders of test data, seeded by the test's name. */
  fixtures: Fixtures;
  /** The time of the services. */
  clock: TestClock;
  /** Answers what the services ask of others over HTTP; a request that nothing answers fails the test. */
  http: HttpMock;
}
