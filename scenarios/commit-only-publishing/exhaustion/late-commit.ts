import { type WireProxy, startProxy } from '../../../harness/wire/index.ts';
import { InconclusiveError, type Operation, type Scenario, type Subject } from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { disagreements } from '../agreement.ts';
import { type Finding, countFindings, demandNone } from '../finding.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { afterRestoring, look, lookDrained } from '../observation.ts';
import { describeError, settlement } from '../settle.ts';
import { shorten } from './fault-words.ts';
import { holdStatement } from './held-statement.ts';
import { wireOf } from './wire-of.ts';

/**
 * An operation is held at each of its statements while another one commits and is relayed; what it commits when it is let go must be
 * published like everything else.
 */
export const lateCommit: Scenario = {
  id: 'COMMIT-22',
  title: 'MUST publish what commits late, wherever it was overtaken',
  needs: ['real-commit', 'concurrency', 'wire'],
  run: async (subject, report) => {
    const wire = wireOf(subject);
    await using levers = await Levers.open(subject);
    await using proxy = await startProxy({ upstream: wire.url });
    await using service = await wire.connect(proxy.urlFor(wire.url));
    const findings: Finding[] = [];
    for (const [name, operation] of mutatingOperations(subject)) {
      const slow = service.operations[name];
      if (slow === undefined) throw new InconclusiveError(`the connected service has no operation ${name}`);
      const race = await overtakeEverywhere(subject, levers, proxy, { slow, fast: operation, signal: report.signal });
      findings.push(...race.findings.map((finding) => ({ ...finding, text: `${name} ${finding.text}` })));
      report.count('faultPoints', race.points);
      report.progress(`  ${name}: overtaken at ${race.points} statements`);
      if (findings.length > 0) break;
    }
    countFindings(report, findings);
    demandNone(findings);
    if (report.evidence.faultPoints === 0) throw new InconclusiveError('no operation could be overtaken');
  },
};

interface Pair {
  /** Led through the proxy. */
  readonly slow: Operation;
  readonly fast: Operation;
  readonly signal: AbortSignal;
}

async function overtakeEverywhere(
  subject: Subject,
  levers: Levers,
  proxy: WireProxy,
  { slow, fast, signal }: Pair,
): Promise<{ points: number; findings: Finding[] }> {
  const [held, passing] = [await fast.prepare(), await fast.prepare()];
  await subject.drain();
  const rest = await levers.restPoint();
  const origin = await look(subject);
  for (let nth = 1; ; nth += 1) {
    signal.throwIfAborted();
    await rest.restore();
    const before = await look(subject);
    const hold = holdStatement(proxy, nth);
    const running = settlement(subject, slow.call(held));
    const first = await Promise.race([hold.reached, running]);
    if ('kind' in first) {
      hold.release();
      return { points: nth - 1, findings: nth === 1 ? [neverHeld] : [] };
    }
    const overtaking = await settlement(subject, fast.call(passing));
    const meanwhile = await look(subject);
    hold.release();
    const late = await running;
    const after = await lookDrained(subject);
    for (const end of [overtaking, late])
      if (end.kind !== 'resolved')
        throw new InconclusiveError(
          `two operations that overlap did not both succeed: ${end.kind === 'stuck' ? 'one never settled' : describeError(end.error)}`,
        );
    const findings = [
      ...disagreements(subject, ...afterRestoring(origin, before, meanwhile)).map(at('meanwhile: ')),
      ...disagreements(subject, ...afterRestoring(origin, before, after)).map(at('')),
    ];
    if (findings.length > 0)
      return {
        points: nth,
        findings: findings.map(at(`overtaken at statement ${nth} (${shorten(first.text)}): `)),
      };
  }
}

const neverHeld: Finding = { kind: 'stuck', text: 'sent no statement through the proxy' };

function at(prefix: string): (finding: Finding) => Finding {
  return (finding) => ({ ...finding, text: `${prefix}${finding.text}` });
}
