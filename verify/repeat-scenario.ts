/** `node verify/repeat-scenario.ts TIMES ID…`: runs scenarios on their reference again and again, and stops at the first that does not pass. */
import { stopServers } from '../harness/index.ts';
import { runScenarios, suites } from '../scenarios/index.ts';

const [times = '1', ...ids] = process.argv.slice(2);
const evidence: Record<string, number> = {};
for (let round = 1; round <= Number(times); round += 1) {
  for (const suite of suites) {
    const scenarios = suite.scenarios.filter(({ id }) => ids.includes(id));
    if (scenarios.length === 0) continue;
    const { scenarios: results } = await runScenarios(await suite.target(), scenarios);
    for (const { id, verdict, reason, evidence: seen } of results) {
      if (verdict !== 'passed') throw new Error(`round ${round}: ${id} ${verdict}: ${reason ?? ''}`);
      for (const [kind, count] of Object.entries(seen))
        evidence[`${id} ${kind}`] = (evidence[`${id} ${kind}`] ?? 0) + count;
    }
  }
}
await stopServers();
process.stdout.write(`${times} of ${times} passed; in all: ${JSON.stringify(evidence)}\n`);
