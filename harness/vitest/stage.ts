import { type IsolatedDatabase, type Isolation, requireCapabilities, requireTier } from '../database/index.ts';
import {
  type HttpAnswer,
  type OpenHttpMock,
  type RoleClient,
  openHttpMock,
  roleClients,
  sendTo,
} from '../http/index.ts';
import {
  type CommittedState,
  attachTimeline,
  causalityAsItIs,
  watchCommittedState,
  whatLedThere,
} from '../judgement/index.ts';
import { RustokError, isRustokError } from '../../src/errors/index.ts';
import { type Leak, LeakError } from '../leaks/index.ts';
import { Timeline } from '../timeline/index.ts';
import { attachState } from './attached-state.ts';
import type { Isolations } from './isolations.ts';
import { LeakSentry } from './leak-sentry.ts';
import { Opened, endOf } from './opened.ts';
import { seedOf } from './seed-of.ts';
import type { AnySetup, RoleParts, ServiceParts, TestParts } from './setup.ts';
import { tellKept, tellNotKept, tellSeed, tellTimeline } from './tell.ts';
import { type TestClock, testClock } from './test-clock.ts';

/** The test that a stage is for. */
export interface StagedTest {
  readonly id: string;
  readonly name: string;
}

/** All that one test has opened; ends it, and judges what it left behind. */
export class Stage {
  readonly timeline = new Timeline();
  readonly clock: TestClock;
  readonly #setup: AnySetup;
  readonly #test: StagedTest;
  readonly #isolations: Isolations;
  readonly #opened = new Opened();
  #sentry: LeakSentry | undefined;
  #hasFailed = false;
  #applicationUrl: string | undefined;
  #seed: number | undefined;

  constructor(setup: AnySetup, test: StagedTest, isolations: Isolations) {
    this.#setup = setup;
    this.#test = test;
    this.#isolations = isolations;
    this.clock = testClock(setup.startsAt);
    attachTimeline(this, this.timeline);
  }

  db(): Promise<IsolatedDatabase> {
    return this.#opened.once('db', async () => {
      const isolation = await this.#isolations.of(this.#setup.isolation ?? 'clone');
      const db = await isolation.acquire({ id: this.#test.id, name: this.#test.name });
      this.#opened.atEnd(() => this.#giveBack(isolation, db));
      this.#watchLeaks(db);
      return db;
    });
  }

  services(): Promise<unknown> {
    return this.#open('services', async () => {
      const open = this.#given('services', 'The fixture services');
      const services = await open(await this.#parts());
      this.#opened.atEnd(() => endOf(services, 'services', this.#setup.closeDeadlineMs));
      return services;
    });
  }

  bus(): Promise<object> {
    return this.#open('bus', async () => {
      const open = this.#given('events', 'The fixture bus');
      const db = await this.db();
      requireTier(db, 'outbox', 'The fixture bus');
      requireCapabilities(db, ['real-commit'], 'The fixture bus');
      const bus = await open(await this.#serviceParts());
      attachTimeline(bus, this.timeline, bus);
      if (this.#setup.mapping !== undefined) attachState(bus, await this.state());
      return bus;
    });
  }

  state(): Promise<CommittedState> {
    return this.#open('state', async () => {
      const mapping = this.#given('mapping', 'toMatchCommittedState');
      const { url } = await this.db();
      return watchCommittedState({ url, mapping: mapping === 'reference' ? undefined : mapping });
    });
  }

  tenant(): Promise<unknown> {
    return this.#open('tenant', async () => {
      const tenant = await this.#setup.tenant?.(await this.#parts());
      // What was seeded is not what the test did.
      await (await this.#opened.ifOpen<CommittedState>('state'))?.restart();
      return tenant;
    });
  }

  as(): Promise<Readonly<Record<string, RoleClient>>> {
    return this.#open('as', async () => {
      const application = this.#given('application', 'The fixture as');
      const roles = this.#given('roles', 'The fixture as');
      const parts = await this.#roleParts();
      const server = await application(parts);
      this.#opened.atEnd(() => endOf(server, 'application', this.#setup.closeDeadlineMs));
      if (typeof server === 'string') {
        this.#applicationUrl = server;
        (await this.#opened.ifOpen<OpenHttpMock>('http'))?.letPass(server);
      }
      const send = sendTo(server);
      return roleClients((request) => {
        const asking = `${request.method} ${request.path}`;
        return this.timeline.operation(
          asking,
          async () => this.#attached(await send(request)),
          ({ status }) => String(status),
        );
      }, roles(parts));
    });
  }

  http(): Promise<OpenHttpMock> {
    return this.#open('http', async () => {
      const mock = await openHttpMock();
      this.#opened.atEnd(() => mock[Symbol.dispose]());
      if (this.#applicationUrl !== undefined) mock.letPass(this.#applicationUrl);
      return mock;
    });
  }

  async #open<T>(name: string, make: () => Promise<T>): Promise<T> {
    return this.#opened.once(name, async () => {
      const made = await make();
      this.#sentry?.restart();
      return made;
    });
  }

  fixtures(): unknown {
    this.#seed = seedOf(this.#test.name);
    return this.#setup.fixtures?.(this.#seed);
  }

  /**
   * Judges what the test has left behind, then ends everything; a failed test's data is kept, and what it did is told. Throws what
   * was wrong; `failure` is what the test itself has failed with.
   */
  async end(failure: readonly string[] | undefined): Promise<void> {
    const problems = await this.#problems();
    this.#hasFailed = failure !== undefined || problems.length > 0;
    if (this.#hasFailed && this.#seed !== undefined) tellSeed(this.#seed, this.#test.name);
    let isTold = failure?.some((message) => message.includes(`${whatLedThere}:`)) === true;
    if (this.#hasFailed && !isTold) {
      // While the bus can be asked what became of its events.
      tellTimeline(await causalityAsItIs((await this.#opened.ifOpen('bus')) ?? this), this.#test.name);
      isTold = true;
    }
    problems.push(...(await this.#opened.end()));
    if (problems.length > 0 && !isTold) tellTimeline(await causalityAsItIs(this), this.#test.name);
    if (problems.length === 1) throw problems[0];
    if (problems.length > 1) throw new AggregateError(problems, problems.map(String).join('\n'));
  }

  async #problems(): Promise<unknown[]> {
    const problems: unknown[] = [];
    try {
      refuseLeaks((await this.#sentry?.check()) ?? []);
    } catch (error) {
      problems.push(error);
    }
    try {
      (await this.#opened.ifOpen<OpenHttpMock>('http'))?.check();
    } catch (error) {
      problems.push(error);
    }
    return problems;
  }

  #watchLeaks(db: IsolatedDatabase): void {
    const sentry = new LeakSentry(db, this.#setup.failOnUndelivered === true);
    this.#sentry = sentry;
    // When all but the database has ended.
    this.#opened.atEnd(async () => {
      try {
        refuseLeaks(await sentry.checkAgain());
      } catch (error) {
        this.#hasFailed = true;
        throw error;
      } finally {
        sentry[Symbol.dispose]();
      }
    });
  }

  /** By now nobody is at work on it. */
  async #giveBack(isolation: Isolation, db: IsolatedDatabase): Promise<void> {
    if (!this.#hasFailed) return await db[Symbol.asyncDispose]();
    try {
      tellKept(await isolation.keep(db), this.#test.name);
    } catch (error) {
      if (!isRustokError(error, 'DATABASE_CANNOT_BE_KEPT')) throw error;
      tellNotKept(error.message, this.#test.name);
      await db[Symbol.asyncDispose]();
    }
  }

  #attached(answer: HttpAnswer): HttpAnswer {
    attachTimeline(answer, this.timeline);
    return answer;
  }

  async #parts(): Promise<TestParts> {
    const db = await this.db();
    return { db, url: db.url, clock: this.clock, timeline: this.timeline };
  }

  async #serviceParts(): Promise<ServiceParts<never>> {
    const services = this.#setup.services === undefined ? undefined : await this.services();
    return { ...(await this.#parts()), services: services as never };
  }

  async #roleParts(): Promise<RoleParts<never, never>> {
    return { ...(await this.#serviceParts()), tenant: (await this.tenant()) as never };
  }

  #given<Key extends 'services' | 'events' | 'mapping' | 'application' | 'roles'>(
    key: Key,
    who: string,
  ): NonNullable<AnySetup[Key]> {
    const given = this.#setup[key];
    if (given !== undefined) return given;
    throw new RustokError('FIXTURE_NOT_SET_UP', `${who} needs createTest({ ${key}: … }), which was not given.`);
  }
}

function refuseLeaks(leaks: readonly Leak[]): void {
  if (leaks.length > 0) throw new LeakError(leaks);
}
