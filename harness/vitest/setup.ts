import type { IsolatedDatabase, IsolationTier, Migrations } from '../database/index.ts';
import type { ApplicationUnderTest, SignIn } from '../http/index.ts';
import type { EventSource, StateMapping } from '../judgement/index.ts';
import type { Timeline } from '../timeline/index.ts';
import type { TestClock } from './test-clock.ts';

/** What every part of a test is made from. */
export interface TestParts {
  readonly db: IsolatedDatabase;
  /** The application's role on that database. */
  readonly url: string;
  readonly clock: TestClock;
  /** Takes note of a statement or an operation, for the message of a test that fails. */
  readonly timeline: Timeline;
}

/** The parts, once the services are open. */
export interface ServiceParts<Services> extends TestParts {
  readonly services: Services;
}

/** The parts, once the tenant is there too. */
export interface RoleParts<Services, Tenant> extends ServiceParts<Services> {
  readonly tenant: Tenant;
}

/** How the fixtures of one's own services are made; each is opened when a test first asks for it. */
export interface TestSetup<
  Services = undefined,
  Bus extends object = EventSource,
  Tenant = undefined,
  Role extends string = never,
  Fixtures = undefined,
> {
  /** Default `clone`; a test declares another one by `test.isolated('rollback')`. */
  readonly isolation?: IsolationTier;
  readonly migrations?: Migrations;
  /** Tier `cluster`: server settings over the kit's own, such as `{ wal_level: 'logical', max_wal_senders: '4' }`; a test on another tier is refused. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Opens the services under test; ended by their `Symbol.asyncDispose` or `close`. */
  readonly services?: (parts: TestParts) => Services | Promise<Services>;
  /** Tells what the services have published: `outboxSource`, or a bus that captures. */
  readonly events?: (parts: ServiceParts<Services>) => Bus | Promise<Bus>;
  /** By table, the events that a changed row asks for: what `toMatchCommittedState` holds the services to. */
  readonly mapping?: StateMapping | 'reference';
  /** Seeds whom the tests act for. */
  readonly tenant?: (parts: TestParts) => Tenant | Promise<Tenant>;
  /** What the role clients send their requests to, in process. */
  readonly application?: (parts: ServiceParts<Services>) => ApplicationUnderTest | Promise<ApplicationUnderTest>;
  /** The headers that sign a request in, for each role. */
  readonly roles?: (parts: RoleParts<Services, Tenant>) => Readonly<Record<Role, SignIn>>;
  /** Builders of test data; the seed is the test's own, the same in every run. */
  readonly fixtures?: (seed: number) => Fixtures;
  /** Where the clock starts. */
  readonly startsAt?: Date | string;
  /** What the services and the application may take to end, in milliseconds; default 10 000. Who takes longer fails the test. */
  readonly closeDeadlineMs?: number;
  /** Also fails a test that leaves undelivered rows in the reference's outbox. */
  readonly failOnUndelivered?: boolean;
}

/** A set-up of any services. */
export type AnySetup = TestSetup<never, object, never, string, unknown>;
