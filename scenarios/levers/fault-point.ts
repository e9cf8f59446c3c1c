import { strikeSchema } from './strike.ts';
import type { Write } from './written-tables.ts';

/** A place at which the server is made to fail the application, as SQL. */
export interface FaultPoint {
  readonly name: string;
  readonly place: string;
  readonly remove: string;
  /** Whether the server counts its strikes; a revoked right leaves no trace but the caller's error. */
  readonly countsStrikes: boolean;
}

type Moment = 'before' | 'after' | 'commit';
type Action = { readonly name: string; readonly action: string; readonly argument?: string };

const terminate: Action = { name: 'backend terminated', action: 'terminate' };
const raise = (name: string, sqlstate: string): Action => ({ name, action: 'raise', argument: sqlstate });

/** The server refuses the write by a trigger that raises, before or after the row. */
export function raisingTrigger(write: Write, moment: 'before' | 'after'): FaultPoint {
  return trigger(write, moment, raise('raising trigger', 'P0001'));
}

/** The backend is terminated before or after the row, or while COMMIT runs. */
export function terminatedBackend(write: Write, moment: Moment): FaultPoint {
  return trigger(write, moment, terminate);
}

/** The server refuses the last of several rows, when the others are written. */
export function refusedLastRow(write: Write): FaultPoint {
  return trigger(write, 'before', raise('raising trigger', 'P0001'), write.rows);
}

/** The backend is terminated when the last of several rows is written. */
export function terminatedAfterLastRow(write: Write): FaultPoint {
  return trigger(write, 'after', terminate, write.rows);
}

/** A deferred constraint on the written row fails at COMMIT. */
export function deferredConstraint(write: Write): FaultPoint {
  return trigger(write, 'commit', raise('deferred constraint fails', '23503'));
}

/** The transaction holds still, before or after the row or while COMMIT runs, until the gate of that key opens. */
export function heldTransaction(write: Write, moment: Moment, gateKey: number): FaultPoint {
  return trigger(write, moment, { name: 'transaction held', action: 'wait', argument: String(gateKey) });
}

/** The row violates a constraint of its table, checked at once. */
export function violatedConstraint(write: Write): FaultPoint {
  return check(write, 'constraint violated', '23514');
}

/** A check that answers as a full tablespace would. */
export function fullTablespace(write: Write): FaultPoint {
  return check(write, 'tablespace full', '53100');
}

/** The application's role loses the right to this kind of write. */
export function revokedRight({ table, kind, role }: Write): FaultPoint {
  const quotedRole = `"${role.replaceAll('"', '""')}"`;
  return {
    name: `${kind} revoked on ${table}`,
    place: `REVOKE ${kind} ON ${table} FROM ${quotedRole}`,
    remove: `GRANT ${kind} ON ${table} TO ${quotedRole}`,
    countsStrikes: false,
  };
}

function trigger({ table, kind }: Write, moment: Moment, action: Action, row?: number): FaultPoint {
  const timing =
    moment === 'commit'
      ? `CREATE CONSTRAINT TRIGGER rustok_lever AFTER ${kind} ON ${table} DEFERRABLE INITIALLY DEFERRED`
      : `CREATE TRIGGER rustok_lever ${moment.toUpperCase()} ${kind} ON ${table}`;
  const which = row === undefined ? '' : `row ${row} of `;
  const strikeArguments = [action.action, action.argument ?? '', ...(row === undefined ? [] : [String(row)])];
  const call = `${strikeSchema}.strike(${strikeArguments.map((argument) => `'${argument}'`).join(', ')})`;
  return {
    name: `${action.name} ${moment === 'commit' ? 'at COMMIT, set by' : moment} ${which}${kind} on ${table}`,
    place: `ALTER SEQUENCE ${strikeSchema}.rows RESTART; ${timing} FOR EACH ROW EXECUTE FUNCTION ${call}`,
    remove: `DROP TRIGGER IF EXISTS rustok_lever ON ${table}`,
    countsStrikes: true,
  };
}

/** `NOT VALID`: the rows that are there stay as they are. */
function check({ table, kind }: Write, name: string, sqlstate: string): FaultPoint {
  return {
    name: `${name} at ${kind} on ${table}`,
    place: `ALTER TABLE ${table} ADD CONSTRAINT rustok_lever CHECK (${strikeSchema}.refuse('${sqlstate}')) NOT VALID`,
    remove: `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS rustok_lever`,
    countsStrikes: true,
  };
}
