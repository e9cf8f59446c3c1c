import type { Evidence } from '../contract/index.ts';
import type { ScenarioOutcome } from '../runner/index.ts';

/** What a scenario of the kit must have counted at least once to have seen anything. */
const kinds = [
  'faultPoints',
  'schedules',
  'queries',
  'requests',
  'routes',
  'envelopes',
] as const satisfies readonly (keyof Evidence)[];

/** Fails a scenario that passed without having seen anything. */
export const withEvidence = {
  onOutcome: ({ id, verdict, evidence }: Pick<ScenarioOutcome, 'id' | 'verdict' | 'evidence'>): void => {
    if (verdict === 'passed' && !kinds.some((kind) => (evidence[kind] ?? 0) > 0))
      throw new Error(`${id} passed without evidence: ${JSON.stringify(evidence)}`);
  },
};
