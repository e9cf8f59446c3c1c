import { type ExportedLoad, targetOf } from './exported-load.ts';

/** The load as a script of k6, JavaScript. */
export function k6Script(load: ExportedLoad): string {
  const { headers, connections, ratePerSecond, durationSeconds } = load;
  const { origin, path } = targetOf(load);
  const options = {
    scenarios: {
      stampede: { executor: 'per-vu-iterations', vus: connections, iterations: 1, exec: 'lookUp' },
      open_loop: {
        executor: 'constant-arrival-rate',
        startTime: '30s',
        rate: ratePerSecond,
        timeUnit: '1s',
        duration: `${durationSeconds}s`,
        preAllocatedVUs: Math.max(1, Math.ceil(ratePerSecond / 10)),
        maxVUs: Math.max(connections, ratePerSecond),
        exec: 'lookUp',
      },
    },
    thresholds: { checks: ['rate==1'], dropped_iterations: ['count==0'] },
  };
  return `// The load of rustok-testkit bench stampede for k6: k6 run FILE
// No gate holds the callers until all are there. Count the queries at the database.
import http from 'k6/http';
import { check } from 'k6';

export const options = ${JSON.stringify(options, undefined, 2)};

export function lookUp() {
  const answer = http.get(${JSON.stringify(`${origin}${path}`)}, { headers: ${JSON.stringify(headers)} });
  check(answer, { 'status is 200': ({ status }) => status === 200 });
}
`;
}
