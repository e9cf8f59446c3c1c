import type { Activity } from '../contract/index.ts';

const longestStatement = 200;

/** What the reference's relay says to its database. */
const steps: readonly (readonly [RegExp, string])[] = [
  [/\bFOR UPDATE SKIP LOCKED\b/, 'claims what is due'],
  [/^UPDATE sys_events SET claimed_by = NULL, claimed_at = NULL, status = 'dispatched'/, 'records a delivery'],
  [/^UPDATE sys_events SET claimed_by = NULL/, 'ends a claim without a delivery'],
];

/** A statement of the relay's own connections, as Sequelize logs it. */
export function relayStatement(logged: string): Activity {
  const statement = logged
    .replace(/^Executing \([^)]*\): /, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const text = steps.find(([pattern]) => pattern.test(statement))?.[1];
  if (text !== undefined) return { kind: 'relay', who: 'relay', text };
  return { kind: 'relay', who: 'relay', text: 'sends a statement', note: statement.slice(0, longestStatement) };
}

/** The end of a step that had something to do. */
export function relayEnd(counts: Readonly<Record<string, number>>): Activity | undefined {
  const done = Object.entries(counts).filter(([, count]) => count > 0);
  if (done.length === 0) return undefined;
  return {
    kind: 'relay',
    who: 'relay',
    text: `is done: ${done.map(([what, count]) => `${count} ${what}`).join(', ')}`,
  };
}
