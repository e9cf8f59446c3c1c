import { type Frame, textAt } from './frames.ts';
import { type StatementKind, statementKind } from './statement-kind.ts';

/** What one connection asks in one go: a query, or a pipeline up to its Sync or Flush. */
export interface Turn {
  readonly connection: object;
  readonly kind: StatementKind;
  /** The statement, for a message. */
  readonly text: string;
  /** The messages for the server; `text` stands in for the statement that begins or ends a transaction. */
  frames(text?: string): Frame[];
  /** Sends bytes to the connection. */
  answer(bytes: Buffer): void;
  /** The turn has reached the server: what the connection sends from now on belongs to it, until it is answered. */
  begun(send: (bytes: Buffer) => void): void;
}

/** The statements that a connection has prepared, by name; the unnamed one among them. */
export type Prepared = Map<string, string>;

/** In a statement that is prepared now and run later, what its beginnings and ends of transactions become. */
const prepared: Readonly<Partial<Record<StatementKind['kind'], string>>> = {
  begin: 'SAVEPOINT rustok_transaction',
  commit: 'RELEASE rustok_transaction',
  rollback: 'ROLLBACK TO rustok_transaction',
};

/** What the frames of one turn mean together. */
export function meaningOf(frames: readonly Frame[], known: Prepared): { kind: StatementKind; text: string } {
  const texts = frames.flatMap(({ type, body }) => {
    if (type === 'Q') return [textAt(body, 0).text];
    if (type === 'P') {
      const { text: name, next } = textAt(body, 0);
      known.set(name, textAt(body, next).text);
    }
    if (type === 'B') return [known.get(textAt(body, textAt(body, 0).next).text) ?? ''];
    return [];
  });
  const kinds = texts.map(statementKind);
  const text = texts.join('; ');
  const refused = kinds.find(({ kind }) => kind === 'refused');
  if (refused !== undefined) return { kind: refused, text };
  const [first = { kind: 'other' }] = kinds;
  if (kinds.length > 1 && kinds.some(({ kind }) => kind !== 'other')) return { kind: statementKind(text), text };
  return { kind: first, text };
}

/** The frames with another statement in them, and with names that no other connection of the session uses. */
export function rewritten(frames: readonly Frame[], prefix: string, text: string | undefined): Frame[] {
  return frames.map(({ type, body }) => {
    if (type === 'Q') return { type, body: text === undefined ? body : Buffer.from(`${text}\0`, 'utf8') };
    if (type === 'P') {
      const name = textAt(body, 0);
      const statement = textAt(body, name.next);
      const written = text ?? prepared[statementKind(statement.text).kind] ?? statement.text;
      const head = Buffer.from(`${named(name.text, prefix)}\0${written}\0`, 'utf8');
      return { type, body: Buffer.concat([head, body.subarray(statement.next)]) };
    }
    if (type === 'B') {
      const portal = textAt(body, 0);
      const statement = textAt(body, portal.next);
      const head = Buffer.from(`${named(portal.text, prefix)}\0${named(statement.text, prefix)}\0`, 'utf8');
      return { type, body: Buffer.concat([head, body.subarray(statement.next)]) };
    }
    if (type === 'D' || type === 'C') {
      const { text: name, next } = textAt(body, 1);
      const head = Buffer.from(`${String.fromCharCode(body[0] ?? 0)}${named(name, prefix)}\0`, 'utf8');
      return { type, body: Buffer.concat([head, body.subarray(next)]) };
    }
    if (type === 'E') {
      const { text: name, next } = textAt(body, 0);
      return { type, body: Buffer.concat([Buffer.from(`${named(name, prefix)}\0`, 'utf8'), body.subarray(next)]) };
    }
    return { type, body };
  });
}

/** The unnamed statement and the unnamed portal stay unnamed. */
function named(name: string, prefix: string): string {
  return name === '' ? '' : `${prefix}${name}`;
}
