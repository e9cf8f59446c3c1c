import { type EventColumns, InconclusiveError, type Reporter, type Scenario, type Subject } from '../contract/index.ts';
import { Levers } from '../levers/index.ts';
import { nameOf } from './agreement.ts';
import { type Finding, countFindings, demandNone } from './finding.ts';
import { look, lookDrained, publishedBetween } from './observation.ts';
import { newId, record, runSteps } from './script.ts';

/** Between COMMIT and delivery a column is changed under the relay's feet: that event is refused, the others of its batch arrive. */
export const payloadOverColumns: Scenario = {
  id: 'COMMIT-15',
  title: 'MUST refuse an event whose columns contradict its payload',
  needs: ['real-commit', 'unit-of-work', 'event-columns'],
  run: async (subject, report) => {
    const { eventColumns: columns } = subject;
    if (columns === undefined)
      throw new InconclusiveError('the target declares event-columns, its subject has no eventColumns');
    await using levers = await Levers.open(subject);
    const findings = [
      ...(await contradict(subject, report, levers, columns, `${columns.eventType} = '${columns.otherEventType}'`)),
      ...(await contradict(
        subject,
        report,
        levers,
        columns,
        `${columns.schemaVersion} = ${columns.schemaVersion} + 1`,
      )),
    ];
    countFindings(report, findings);
    demandNone(findings);
  },
};

async function contradict(
  subject: Subject,
  report: Reporter,
  levers: Levers,
  { table }: EventColumns,
  change: string,
): Promise<Finding[]> {
  const ids = [newId(), newId(), newId()];
  const [, contradicted] = ids;
  const before = await lookDrained(subject);
  await runSteps(subject, ids.flatMap(record));
  const changed = await levers.query(
    `UPDATE ${table} AS event SET ${change} WHERE event::text LIKE '%' || $1 || '%' RETURNING 1 AS changed`,
    [contradicted],
  );
  if (changed.length !== 1)
    throw new InconclusiveError(`${changed.length} rows of ${table} carry the event of ${contradicted}, not one`);
  await subject.drain();
  const published = publishedBetween(before, await look(subject));
  report.count('faultPoints');
  report.count('envelopes', published.length);
  return ids.flatMap((id): Finding[] => {
    const envelope = published.find((candidate) => JSON.stringify(candidate).includes(id));
    if (id === contradicted) {
      return envelope === undefined
        ? []
        : [{ kind: 'ghost', text: `${change}: delivered as ${nameOf(envelope)}, against its payload` }];
    }
    return envelope === undefined
      ? [{ kind: 'lost', text: `${change}: the event beside the contradicted one was never published` }]
      : [];
  });
}
