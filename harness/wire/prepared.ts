import type { FrameReader } from './frame-reader.ts';
import { BoundParameters, type StatementText, type WireStatement, noParameters } from './statement.ts';

/** A bound statement: what an Execute of its name runs. */
export interface Portal {
  readonly source: StatementText;
  readonly parameters: BoundParameters;
  /** The statement that the first Execute started, while the portal is suspended. */
  running: WireStatement | undefined;
}

/** A text that nobody here can tell. */
export const unknownSource: StatementText = { text: '', truncated: false };

/** What the names of a connection's extended protocol stand for: prepared statements and portals. */
export class PreparedNames {
  readonly #statements = new Map<string, StatementText>();
  readonly #portals = new Map<string, Portal>();

  parse(reader: FrameReader): StatementText {
    const { chunk, bodyStart, bodyEnd } = reader;
    const nameEnd = endOfString(chunk, bodyStart, bodyEnd);
    const textStart = Math.min(nameEnd + 1, bodyEnd);
    const name = chunk.toString('utf8', bodyStart, nameEnd);
    const source = readText(chunk, textStart, bodyEnd, reader.bodyLength > bodyEnd - bodyStart);
    this.#statements.set(name, source);
    return source;
  }

  bind(reader: FrameReader): void {
    const { chunk, bodyStart, bodyEnd } = reader;
    const portalEnd = endOfString(chunk, bodyStart, bodyEnd);
    const nameEnd = endOfString(chunk, portalEnd + 1, bodyEnd);
    const name = chunk.toString('utf8', Math.min(portalEnd + 1, bodyEnd), nameEnd);
    const rest = Buffer.from(chunk.subarray(Math.min(nameEnd + 1, bodyEnd), bodyEnd));
    this.#portals.set(chunk.toString('utf8', bodyStart, portalEnd), {
      source: this.#statements.get(name) ?? unknownSource,
      parameters: new BoundParameters(rest, reader.bodyLength > bodyEnd - bodyStart),
      running: undefined,
    });
  }

  /** The portal that an Execute names; one of an unknown name has an empty text, and the server will refuse it. */
  executed(reader: FrameReader): Portal {
    const { chunk, bodyStart, bodyEnd } = reader;
    const name = chunk.toString('utf8', bodyStart, endOfString(chunk, bodyStart, bodyEnd));
    return this.#portals.get(name) ?? { source: unknownSource, parameters: noParameters, running: undefined };
  }

  /** True while an Execute may name it. */
  hasPortal(portal: Portal): boolean {
    return [...this.#portals.values()].includes(portal);
  }

  close(reader: FrameReader): void {
    const { chunk, bodyStart, bodyEnd } = reader;
    const name = chunk.toString('utf8', bodyStart + 1, endOfString(chunk, bodyStart + 1, bodyEnd));
    (chunk[bodyStart] === 0x53 ? this.#statements : this.#portals).delete(name);
  }

  /** Portals end with their transaction; called when the connection is idle and nothing is on its way. */
  transactionEnded(): void {
    if (this.#portals.size > 0) this.#portals.clear();
  }
}

/** The text of a Query or Parse: up to its NUL, or to where it was cut. */
export function readText(chunk: Buffer, start: number, end: number, cut: boolean): StatementText {
  const stop = endOfString(chunk, start, end);
  return { text: chunk.toString('utf8', start, stop), truncated: cut && stop === end };
}

function endOfString(chunk: Buffer, start: number, end: number): number {
  const found = chunk.indexOf(0, start);
  return found === -1 || found > end ? end : found;
}
