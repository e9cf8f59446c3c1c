import type { TestAPI } from 'vitest';
import type { IsolationTier } from '../database/index.ts';
import type { EventSource } from '../judgement/index.ts';
import { checkSetup } from './check-setup.ts';
import { Isolations } from './isolations.ts';
import type { KitContext } from './kit-context.ts';
import type { AnySetup, TestSetup } from './setup.ts';
import { Stage } from './stage.ts';
import { closeStage, openStage } from './running-stages.ts';
import { test as vitestTest } from './vitest.ts';

interface Task {
  readonly id: string;
  readonly name: string;
  readonly suite?: Task | undefined;
  readonly result?: { readonly state?: string; readonly errors?: readonly { readonly message?: string }[] } | undefined;
}

type Use = (value: unknown) => Promise<void>;
interface Context {
  readonly task: Task;
  readonly isolations: Isolations;
  readonly stage: Stage;
}

/**
 * Vitest's `test` with the fixtures of one's own services. Each is opened when a test first takes it; what a test leaves behind, and
 * an outgoing request that nothing answers, fail it.
 */
export function createTest<
  Services = undefined,
  Bus extends object = EventSource,
  Tenant = undefined,
  Role extends string = never,
  Fixtures = undefined,
>(setup: TestSetup<Services, Bus, Tenant, Role, Fixtures>): KitTest<KitContext<Services, Bus, Tenant, Role, Fixtures>> {
  checkSetup(setup);
  const test = vitestTest.extend(fixturesOf(setup as unknown as AnySetup) as never);
  return Object.assign(test, {
    isolated: (isolation: IsolationTier) => createTest({ ...setup, isolation }),
  }) as never;
}

/** Vitest's `test` with the context of the kit. */
export type KitTest<Context extends object> = TestAPI<Context> & {
  /** The same `test`, on databases of another tier: `test.isolated('rollback')('…', async ({ db }) => { … })`. */
  isolated(tier: IsolationTier): KitTest<Context>;
};

/** Vitest reads from each function's parameter which other fixtures it needs. */
function fixturesOf(setup: AnySetup) {
  return {
    isolations: [
      // oxlint-disable-next-line no-empty-pattern -- the runner wants a pattern
      async ({}: object, use: Use) => {
        await using isolations = new Isolations(setup);
        await use(isolations);
      },
      { scope: 'worker' },
    ],
    stage: async ({ task, isolations }: Context, use: Use) => {
      const stage = new Stage(setup, { id: task.id, name: nameOf(task) }, isolations);
      openStage(stage);
      await use(stage);
      closeStage(stage);
      await stage.end(failureOf(task));
    },
    db: async ({ stage }: Context, use: Use) => use(await stage.db()),
    services: async ({ stage }: Context, use: Use) => use(await stage.services()),
    bus: async ({ stage }: Context, use: Use) => use(await stage.bus()),
    state: async ({ stage }: Context, use: Use) => use(await stage.state()),
    tenant: async ({ stage }: Context, use: Use) => use(await stage.tenant()),
    as: async ({ stage }: Context, use: Use) => use(await stage.as()),
    http: async ({ stage }: Context, use: Use) => use(await stage.http()),
    fixtures: async ({ stage }: Context, use: Use) => use(stage.fixtures()),
    clock: async ({ stage }: Context, use: Use) => use(stage.clock),
  };
}

/** The messages of the errors that a test has failed with; undefined when it has not. */
function failureOf({ result }: Task): readonly string[] | undefined {
  return result?.state === 'fail' ? (result.errors ?? []).map(({ message = '' }) => message) : undefined;
}

/** With the suites around it: `orders > are placed once`. */
function nameOf({ name, suite }: Task): string {
  return suite === undefined || suite.name === '' ? name : `${nameOf(suite)} > ${name}`;
}
