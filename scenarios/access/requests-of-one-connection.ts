import type { Scenario } from '../contract/index.ts';
import { clipped, demandNone, httpOf, settleWorld } from '../http/index.ts';
import type { AccessCase } from './access-case.ts';
import { prepareCases } from './access-cases.ts';

/** Over a socket as in process; and what a connection's first request was allowed is allowed to none after it. */
export const requestsOfOneConnection: Scenario = {
  id: 'ACCESS-16',
  title: 'MUST judge every request of a connection by itself',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const cases = await prepareCases(http, await settleWorld(http));
    await using connection = await http.connect();
    const findings: string[] = [];
    for (const { name, request, expected } of callersInTurn(cases)) {
      report.signal.throwIfAborted();
      report.count('requests');
      const answer = await connection.send(request);
      if (answer.status === expected) continue;
      findings.push(`${name}, over a socket: ${answer.status} instead of ${expected}: ${clipped(answer.body)}`);
    }
    demandNone(findings);
  },
};

/** Somebody else's draft or, where there is no owner, the first case of every route: one caller after the other, the mightiest first. */
function callersInTurn(cases: readonly AccessCase[]): AccessCase[] {
  const callers = [...new Set(cases.map(({ name }) => callerIn(name)))];
  const [nobody = '', ...mightiestFirst] = callers;
  const firstOf = new Map<string, AccessCase>();
  for (const one of cases) {
    const key = `${one.route} ${callerIn(one.name)}`;
    const known = firstOf.get(key);
    if (known === undefined || (!known.name.includes("somebody else's") && one.name.includes("somebody else's"))) {
      firstOf.set(key, one);
    }
  }
  const routes = [...new Set(cases.map(({ route }) => route))];
  return routes.flatMap((route) =>
    [...mightiestFirst, nobody].flatMap((caller) => firstOf.get(`${route} ${caller}`) ?? []),
  );
}

function callerIn(name: string): string {
  return name.slice(0, name.indexOf(':'));
}
