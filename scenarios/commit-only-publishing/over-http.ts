import { InconclusiveError, type Scenario, type ScenarioId } from '../contract/index.ts';

/** The same obligation, on operations that are requests to the served application. */
export function overHttp(id: ScenarioId, scenario: Scenario): Scenario {
  return {
    ...scenario,
    id,
    title: `${scenario.title}, over HTTP`,
    needs: [...scenario.needs, 'http'],
    run: async (subject, report) => {
      if (subject.httpOperations === undefined) {
        throw new InconclusiveError('the target claims the capability http, but its subject has no httpOperations');
      }
      await scenario.run({ ...subject, operations: await subject.httpOperations() }, report);
    },
  };
}
