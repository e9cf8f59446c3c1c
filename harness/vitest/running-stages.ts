import { RustokError } from '../../src/errors/index.ts';
import type { Stage } from './stage.ts';

const running = new Set<Stage>();

/** The stage's test has begun. */
export function openStage(stage: Stage): void {
  running.add(stage);
}

/** The stage's test has ended. */
export function closeStage(stage: Stage): void {
  running.delete(stage);
}

/** The stage of the test that is running; with several at once nobody can say which. */
export function runningStage(what: string): Stage {
  const [stage, ...others] = running;
  if (stage !== undefined && others.length === 0) return stage;
  const why = stage === undefined ? 'no test with the fixtures is running' : 'several tests run at once';
  throw new RustokError('DATABASE_NOT_KNOWN', `${what} must be told the database, since ${why}: give it db.`);
}
