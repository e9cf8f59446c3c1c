import { watchSetup } from '../../../harness/explore/index.ts';
import { startProxy } from '../../../harness/wire/index.ts';
import { InconclusiveError, type JsonValue, type Scenario, type Subject } from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { type Finding, countFindings, demandNone } from '../finding.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { look } from '../observation.ts';
import { type KilledTogether, killMatrices } from './kill-matrix.ts';
import { callsPerRound, dealKillPoints } from './kill-plan.ts';
import { killRound } from './kill-round.ts';
import { recordStatements } from './record-statements.ts';
import { wireOf } from './wire-of.ts';

/** Operations in one process at a time; each holds a connection. */
const perRound = 16;

/**
 * Operations are started one after the other in one process, each is held at a statement of its own, then the process gets SIGKILL: what
 * it had committed is published all the same, what it had not is gone. Repeated until every operation was killed at every statement.
 */
export const killedAnywhere: Scenario = {
  id: 'COMMIT-23',
  title: 'MUST leave all or nothing, at whichever statement the process is killed',
  needs: ['real-commit', 'concurrency', 'wire', 'kill'],
  // Every operation of a round waits for the last one, and must not give up before that.
  opens: { deadlineMs: 20_000 },
  run: async (subject, report) => {
    const wire = wireOf(subject);
    const { connectProcess } = wire;
    if (connectProcess === undefined)
      throw new InconclusiveError('the target declares wire and kill, its subject has no connectProcess');
    const own = new Set<string>();
    const recorded = await recordStatements(subject, wire, own);
    // One call's event would hide another's lost one where nothing tells which events a change demands.
    const rounds = dealKillPoints(recorded, subject.expectedEvents === undefined ? 1 : perRound);
    const inputs = await prepareInputs(subject, callsPerRound(rounds));
    await subject.drain();
    await using levers = await Levers.open(subject);
    const rest = await levers.restPoint();
    const origin = await look(subject);
    await using proxy = await startProxy({ upstream: wire.url });
    const setup = watchSetup(proxy, own);
    const findings: Finding[] = [];
    const killed: KilledTogether[] = [];
    for (let points = rounds.shift(); points !== undefined; points = rounds.shift()) {
      report.signal.throwIfAborted();
      if (findings.length > 0) break;
      await rest.restore();
      await using service = await connectProcess(proxy.urlFor(wire.url));
      const round = await killRound({ subject, origin, proxy, setup, service, points, inputs });
      if (round.left.length === points.length)
        throw new InconclusiveError(`no operation of a round reached its statement: ${points[0]?.name}`);
      if (round.left.length > 0) rounds.unshift([...round.left]);
      findings.push(...round.findings);
      killed.push(round);
      report.count('faultPoints', points.length - round.left.length);
      report.progress(`  ${report.evidence.faultPoints} fault points so far`);
    }
    for (const matrix of killMatrices(recorded, killed)) report.attach(matrix);
    countFindings(report, findings);
    demandNone(findings);
    if (report.evidence.faultPoints === undefined)
      throw new InconclusiveError('no operation sent a statement through the proxy');
  },
};

/** Calls of one operation in one round must not get into each other's way. */
async function prepareInputs(
  subject: Subject,
  calls: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, readonly JsonValue[]>> {
  const inputs = new Map<string, JsonValue[]>();
  for (const [name, operation] of mutatingOperations(subject)) {
    const prepared: JsonValue[] = [];
    while (prepared.length < (calls.get(name) ?? 0)) prepared.push(await operation.prepare());
    inputs.set(name, prepared);
  }
  return inputs;
}
