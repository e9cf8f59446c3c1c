import { stringify } from 'yaml';
import { type ExportedLoad, targetOf } from './exported-load.ts';

const remark = ` The load of rustok-testkit bench stampede for Artillery: npx artillery run FILE
 Arrivals come within a second, not at once: no gate holds them until all are there. Count the queries at the database.`;

/** The load as a test script of Artillery, YAML. */
export function artilleryScript(load: ExportedLoad): string {
  const { headers, connections, ratePerSecond, durationSeconds } = load;
  const { origin, path } = targetOf(load);
  const script = {
    config: {
      target: origin,
      phases: [
        { name: 'stampede', duration: 1, arrivalCount: connections },
        { name: 'open loop', duration: durationSeconds, arrivalRate: ratePerSecond },
      ],
      plugins: { expect: { outputFormat: 'silent' }, ensure: {} },
      ensure: { conditions: [{ expression: 'vusers.failed == 0', strict: true }] },
    },
    scenarios: [{ name: 'one look-up', flow: [{ get: { url: path, headers, expect: [{ statusCode: 200 }] } }] }],
  };
  return `${remark.replaceAll(/^/gm, '#')}\n${stringify(script)}`;
}
