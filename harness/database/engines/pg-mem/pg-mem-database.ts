import type { IMemoryDb } from 'pg-mem';
import { type Frame, encodeFrame, readTexts } from '../one-session/frames.ts';
import type { Guest, OneSessionDatabase } from '../one-session/one-session-database.ts';
import {
  commandComplete,
  dataRow,
  errorResponse,
  int16,
  readyForQuery,
  rowDescription,
} from '../one-session/replies.ts';
import { type Parameter, bindParameters, readParameters } from './bind-parameters.ts';
import { columnsOf, encodeValue } from './encode-value.ts';
import { MemoryFailure, type MemoryResult, MemorySession } from './memory-session.ts';
import { splitStatements } from './split-statements.ts';

/** What a guest has prepared and not run yet. */
interface Prepared {
  readonly statements: Map<string, string>;
  portal: { readonly statement: string; readonly parameters: readonly Parameter[]; result?: MemoryResult } | undefined;
  /** After a failure everything up to the next Sync is passed over. */
  failed: boolean;
}

const nothing = Buffer.alloc(0);

/** A pg-mem that speaks PostgreSQL's protocol, so far as a driver needs it for statements and their parameters. */
export class PgMemDatabase implements OneSessionDatabase {
  readonly serverVersion = '12.2';
  /** Every statement that took place, in order: another database becomes like this one by them. */
  readonly history: string[] = [];
  readonly #session: MemorySession;
  readonly #prepared = new WeakMap<Guest, Prepared>();

  constructor(database: IMemoryDb) {
    this.#session = new MemorySession(database);
  }

  async enter(): Promise<void> {}

  async answer({ type, body }: Frame, guest: Guest): Promise<Uint8Array> {
    const prepared = this.#prepared.get(guest) ?? { statements: new Map(), portal: undefined, failed: false };
    this.#prepared.set(guest, prepared);
    if (type === 'Q') return Buffer.concat([this.#answerQuery(readTexts(body, 1)[0] ?? ''), this.#ready()]);
    if (type === 'S') {
      prepared.failed = false;
      return this.#ready();
    }
    if (prepared.failed) return nothing;
    try {
      return this.#answerStep({ type, body }, prepared);
    } catch (error) {
      prepared.failed = true;
      return this.#complain(error);
    }
  }

  async leave(): Promise<void> {
    if (this.#session.status !== 'I') this.#session.run('ROLLBACK');
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Runs a statement, as a guest would. */
  run(statement: string): MemoryResult {
    const result = this.#session.run(statement);
    this.history.push(statement);
    return result;
  }

  #answerQuery(text: string): Buffer {
    const answers: Buffer[] = [];
    try {
      const statements = splitStatements(text);
      if (statements.length === 0) return encodeFrame('I');
      for (const statement of statements) {
        const result = this.run(statement);
        answers.push(describe(result), rowsOf(result), commandComplete(result.tag));
      }
    } catch (error) {
      answers.push(this.#complain(error));
    }
    return Buffer.concat(answers);
  }

  #answerStep({ type, body }: Frame, prepared: Prepared): Buffer {
    switch (type) {
      case 'P': {
        const [name = '', text = ''] = readTexts(body, 2);
        prepared.statements.set(name, splitStatements(text)[0] ?? '');
        return encodeFrame('1');
      }
      case 'B': {
        const [, name = ''] = readTexts(body, 2);
        const statement = prepared.statements.get(name);
        if (statement === undefined) throw new MemoryFailure(`prepared statement "${name}" does not exist`, '26000');
        prepared.portal = { statement, parameters: readParameters(body) };
        return encodeFrame('2');
      }
      case 'D':
        return body[0] === 'P'.charCodeAt(0)
          ? describe(this.#runPortal(prepared), 'portal')
          : this.#describeStatement(body, prepared);
      case 'E': {
        const result = this.#runPortal(prepared);
        prepared.portal = undefined;
        return Buffer.concat([rowsOf(result), commandComplete(result.tag)]);
      }
      case 'C':
        if (body[0] === 'S'.charCodeAt(0)) prepared.statements.delete(readTexts(body.subarray(1), 1)[0] ?? '');
        return encodeFrame('3');
      case 'H':
        return nothing;
      default:
        throw new MemoryFailure(`The engine pg-mem does not understand the message ${type} of the protocol.`, '0A000');
    }
  }

  /** A portal is run when its columns are asked for, since pg-mem knows them only then; once. */
  #runPortal({ portal }: Prepared): MemoryResult {
    if (portal === undefined) throw new MemoryFailure('there is no portal', '34000');
    portal.result ??=
      portal.statement === ''
        ? { tag: '', rows: [], fields: [] }
        : this.run(bindParameters(portal.statement, portal.parameters));
    return portal.result;
  }

  #describeStatement(body: Buffer, prepared: Prepared): Buffer {
    const statement = prepared.statements.get(readTexts(body.subarray(1), 1)[0] ?? '') ?? '';
    const count = Math.max(0, ...[...statement.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
    return Buffer.concat([encodeFrame('t', int16(count), Buffer.alloc(4 * count)), encodeFrame('n')]);
  }

  #complain(error: unknown): Buffer {
    this.#session.fail();
    const sqlstate = error instanceof MemoryFailure ? error.sqlstate : 'XX000';
    return errorResponse({ sqlstate, message: error instanceof Error ? error.message : String(error) });
  }

  #ready(): Buffer {
    return readyForQuery(this.#session.status);
  }
}

/** A query gets no description where there are no columns; a portal is told so. */
function describe({ fields, rows, tag }: MemoryResult, of: 'query' | 'portal' = 'query'): Buffer {
  const columns = columnsOf(fields, rows);
  if (columns.length > 0 || tag.startsWith('SELECT')) return rowDescription(columns);
  return of === 'portal' ? encodeFrame('n') : nothing;
}

function rowsOf({ fields, rows }: MemoryResult): Buffer {
  const columns = columnsOf(fields, rows);
  return Buffer.concat(rows.map((row) => dataRow(columns.map(({ name, oid }) => encodeValue(row[name], oid)))));
}
