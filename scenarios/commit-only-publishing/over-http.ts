import { InconclusiveError, type Scenario, type ScenarioId, type Subject } from '../contract/index.ts';

/** The same obligation, on operations that are requests to the served application. */
export function overHttp(id: ScenarioId, scenario: Scenario): Scenario {
  return {
    ...scenario,
    id,
    title: `${scenario.title}, over HTTP`,
    needs: [...scenario.needs, 'http'],
    run: async (subject, report) => scenario.run(await served(subject), report),
  };
}

async function served(subject: Subject): Promise<Subject> {
  if (subject.overHttp === undefined)
    throw new InconclusiveError('the target claims the capability http, but its subject has no overHttp');
  const { openAnother, ...rest } = subject;
  return {
    ...rest,
    ...(await subject.overHttp()),
    ...(openAnother === undefined
      ? {}
      : {
          openAnother: async () => {
            const another = await openAnother();
            return { ...another, ...(await served(another)) };
          },
        }),
  };
}
