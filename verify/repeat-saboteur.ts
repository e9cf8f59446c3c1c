/** `node verify/repeat-saboteur.ts TIMES SABOTEUR ID`: runs a saboteur under a scenario again and again, and stops when it is not caught as expected. */
import { stopServers } from '../harness/index.ts';
import { runScenario, suites } from '../scenarios/index.ts';

const [times = '1', name = '', id = ''] = process.argv.slice(2);
let ran = 0;
for (const suite of suites) {
  const scenario = suite.scenarios.find((one) => one.id === id);
  if (scenario === undefined) continue;
  const saboteur = (await suite.saboteurs()).find(({ target }) => target.name === name);
  const expected = saboteur?.caughtBy.find((one) => one.scenario === id)?.message;
  if (saboteur === undefined || expected === undefined) throw new Error(`${name} is no saboteur of ${id}`);
  for (; ran < Number(times); ran += 1) {
    const { verdict, reason = '' } = await runScenario(saboteur.target, scenario);
    if (verdict !== 'failed' || !expected.test(reason))
      throw new Error(`round ${ran + 1}: ${name} under ${id}: ${verdict}: ${reason}, expected ${String(expected)}`);
  }
}
await stopServers();
if (ran === 0) throw new Error(`there is no scenario ${id}`);
process.stdout.write(`${ran} of ${times}: ${name} was caught by ${id} in the expected words\n`);
