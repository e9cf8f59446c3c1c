import { ObligationError, type PublishedEnvelope, type Scenario } from '../contract/index.ts';
import { typeOf } from './agreement.ts';
import { mutatingOperations } from './mutating-operations.ts';
import { lookDrained, publishedBetween } from './observation.ts';
import { settlement } from './settle.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const isUuid = (value: unknown) => typeof value === 'string' && uuid.test(value);
const isVersion = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 32_767;
const orNull = (rule: (value: unknown) => boolean) => (value: unknown) => value === null || rule(value);
const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isEvent = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  isText(value.type) &&
  'data' in value &&
  typeof value.data === 'object';

/** The domain's envelope, field by field. */
const fields: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isUuid,
  event_type: isText,
  schema_version: isVersion,
  correlation_id: isUuid,
  causation_id: orNull(isUuid),
  tenant_id: isUuid,
  trace_id: orNull(isText),
  timestamp: (value) => typeof value === 'string' && timestamp.test(value),
  actor_id: orNull(isUuid),
  event: isEvent,
  retry_count: (value) => value === 0,
};

/** A consumer can rely on every field of every envelope, and knows the events of one operation by their correlation id. */
export const completeEnvelopes: Scenario = {
  id: 'COMMIT-16',
  title: 'MUST publish complete envelopes with one correlation',
  needs: ['real-commit', 'domain-envelopes'],
  run: async (subject, report) => {
    const problems: string[] = [];
    for (const [name, operation] of mutatingOperations(subject)) {
      const input = await operation.prepare();
      const before = await lookDrained(subject);
      await settlement(subject, operation.call(input));
      const published = publishedBetween(before, await lookDrained(subject));
      report.count('envelopes', published.length);
      problems.push(
        ...[...published.flatMap(problemsOf), ...correlationProblems(published)].map(
          (problem) => `${name}: ${problem}`,
        ),
      );
    }
    if (problems.length > 0) throw new ObligationError(problems.slice(0, 8).join('\n'));
    if (report.evidence.envelopes === 0) throw new ObligationError('no operation published anything');
  },
};

function problemsOf(envelope: PublishedEnvelope): string[] {
  const of = typeOf(envelope);
  return Object.entries(fields).flatMap(([field, isValid]) => {
    const value = envelope[field];
    if (value === undefined) return [`the envelope of ${of} has no ${field}`];
    return isValid(value) ? [] : [`the envelope of ${of} has ${field} ${JSON.stringify(value)}`];
  });
}

function correlationProblems(envelopes: readonly PublishedEnvelope[]): string[] {
  const correlations = new Set(envelopes.map((envelope) => envelope['correlation_id']));
  return correlations.size <= 1 ? [] : [`its ${envelopes.length} events carry ${correlations.size} correlation ids`];
}
