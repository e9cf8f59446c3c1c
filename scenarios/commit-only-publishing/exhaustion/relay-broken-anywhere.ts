import { type Invariant, quickFaults, sameEntries } from '../../../harness/explore/index.ts';
import { InconclusiveError, type JsonValue, type Operation, type Scenario } from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { failedBeforeAnyFault } from '../undisturbed.ts';
import { exploreAtRest } from './explore-at-rest.ts';
import { atRest } from './operation-at-rest.ts';
import { Tally } from './tally.ts';
import { wireOf } from './wire-of.ts';

/** So many operations leave events for the relay. */
const operationsBefore = 4;

/** Events wait, the relay is broken at each of its statements, and what it left is drained without a fault: every event must have arrived. */
export const relayBrokenAnywhere: Scenario = {
  id: 'COMMIT-21',
  title: 'MUST publish every committed event, wherever the relay is broken',
  needs: ['real-commit', 'wire', 'relay'],
  takesPoint: true,
  run: async (subject, report) => {
    const wire = wireOf(subject);
    await using levers = await Levers.open(subject);
    const calls: { name: string; operation: Operation; input: JsonValue }[] = [];
    for (const [name, operation] of mutatingOperations(subject).slice(0, operationsBefore))
      calls.push({ name, operation, input: await operation.prepare() });
    const tally = new Tally(report);
    const work = await atRest(subject, wire, levers, {
      name: 'relay',
      input: calls.map(({ input }) => input),
      arrange: async () => {
        for (const { name, operation, input } of calls)
          await operation.call(input).catch((error: unknown) => {
            throw report.evidence.faultPoints === 0 ? failedBeforeAnyFault(name, error) : error;
          });
      },
      by: ({ relay }) => {
        if (relay === undefined)
          throw new InconclusiveError('the target declares relay, its connected service has none');
        return { run: relay };
      },
    });
    report.attach(
      await exploreAtRest({ subject, report, tally }, work, { faults: quickFaults }, everythingIsPublished),
    );
    tally.conclude();
  },
};

/** The events are committed before the relay begins: whatever becomes of it, in the end all of them are published, and nothing else has changed. */
const everythingIsPublished: Invariant = ({ complete, now }) => {
  const missing = now.published.length < complete.published.length;
  if (missing) {
    const count = complete.published.length - now.published.length;
    return {
      outcome: 'lost',
      reason: `${count} of ${complete.published.length} committed events were never published`,
    };
  }
  if (!sameEntries(now.published, complete.published))
    return { outcome: 'ghost', reason: 'something was published that nothing committed asks for' };
  if (!sameEntries(now.committed, complete.committed))
    return { outcome: 'torn', reason: 'the relay changed the state' };
  return { outcome: 'consistent', reason: 'every committed event was published' };
};
