import type { Engine, EngineName } from '../engine.ts';
import { describeChoice, engines, isTakenUnasked } from './start-engine.ts';

/** An engine, and whether this machine can run it. */
export interface SurveyedEngine {
  readonly engine: Engine;
  /** True, or the reason why not. */
  readonly available: true | string;
}

/** Every engine, and the one that `auto` would take here. */
export interface EngineSurvey {
  readonly engines: readonly SurveyedEngine[];
  /** Undefined when none can run. */
  readonly auto: { readonly engine: EngineName; readonly why: string } | undefined;
}

/** Looks at what this machine can run, without starting anything. */
export async function surveyEngines(candidates: readonly Engine[] = engines): Promise<EngineSurvey> {
  const surveyed = await Promise.all(
    candidates.map(async (engine): Promise<SurveyedEngine> => ({ engine, available: await engine.available() })),
  );
  const passedOver: string[] = [];
  for (const { engine, available } of surveyed.filter((one) => isTakenUnasked(one.engine))) {
    if (available === true) {
      return { engines: surveyed, auto: { engine: engine.name, why: describeChoice(engine, passedOver) } };
    }
    passedOver.push(`${engine.name}: ${available}`);
  }
  return { engines: surveyed, auto: undefined };
}
