import { fingerprintOf } from '../counting/index.ts';

/** A parameter as it was bound: text, bytes of the binary format, or null. */
export type WireParameter = string | Uint8Array | null;

/** One command of a statement, as its CommandComplete said. */
export interface WireCommand {
  /** `INSERT 0 1`, `COMMIT`, `SELECT 3`. */
  readonly tag: string;
  /** The rows the tag counts; null for a tag that counts none. */
  readonly rows: number | null;
}

/**
 * `running`: sent, no answer yet · `suspended`: a portal's row limit was reached · `completed` · `failed`: SQLSTATE known ·
 * `skipped`: never executed, a message before it in the pipeline failed · `unanswered`: the connection ended first ·
 * `withheld`: a fault kept it from the server.
 */
export type StatementOutcome = 'running' | 'suspended' | 'completed' | 'failed' | 'skipped' | 'unanswered' | 'withheld';

/** What the proxy knows of one statement: a simple Query, an Execute with the text of what it runs, or a Parse that failed before it. Plain data. */
export interface StatementRecord {
  /** The proxy's number of the connection, from 1. */
  readonly connection: number;
  readonly backendPid: number | null;
  /** k-th statement of its connection, from 1. */
  readonly ordinal: number;
  /** k-th statement of the proxy since it started or was reset, from 1. */
  readonly sequence: number;
  readonly protocol: 'simple' | 'extended';
  readonly text: string;
  /** True when only the first 64 KiB of the text were kept. */
  readonly textTruncated: boolean;
  readonly parameters: readonly WireParameter[];
  readonly parametersTruncated: boolean;
  /** k-th transaction of its connection, from 1; an autocommit statement is one of its own. */
  readonly transaction: number;
  /** A transaction block was open when it was sent; without one a statement commits by itself. */
  readonly inTransaction: boolean;
  readonly outcome: StatementOutcome;
  readonly commands: readonly WireCommand[];
  /** The last command's tag. */
  readonly commandTag: string | null;
  readonly rows: number | null;
  readonly sqlState: string | null;
  readonly message: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Until the last byte of the answer, or until nobody can read on; null while it runs, 0 where only the failure of its preparation is known. */
  readonly durationMs: number | null;
}

/** Where a statement stands in its conversation. */
export type StatementPlace = Pick<
  StatementRecord,
  'connection' | 'ordinal' | 'sequence' | 'transaction' | 'inTransaction' | 'backendPid'
>;

/** The statement's text as the wire carried it. */
export interface StatementText {
  readonly text: string;
  readonly truncated: boolean;
}

/** A statement as it passes; what is costly to know is computed when asked for. */
export class WireStatement implements StatementRecord {
  readonly connection: number;
  readonly ordinal: number;
  readonly sequence: number;
  readonly protocol: 'simple' | 'extended';
  readonly text: string;
  readonly textTruncated: boolean;
  readonly backendPid: number | null;
  readonly inTransaction: boolean;
  transaction: number;
  outcome: StatementOutcome = 'running';
  sqlState: string | null = null;
  message: string | null = null;
  readonly commands: WireCommand[] = [];
  /** It was told to have ended. */
  isOver = false;
  /** True when it was to be executed; what failed in its preparation never came before those who intercept. */
  wasToExecute = true;
  readonly #bound: BoundParameters | undefined;
  readonly #started: number;
  #ended: number | undefined;

  constructor(place: StatementPlace, source: StatementText, bound?: BoundParameters) {
    this.connection = place.connection;
    this.ordinal = place.ordinal;
    this.sequence = place.sequence;
    this.transaction = place.transaction;
    this.inTransaction = place.inTransaction;
    this.backendPid = place.backendPid;
    this.protocol = bound === undefined ? 'simple' : 'extended';
    this.text = source.text;
    this.textTruncated = source.truncated;
    this.#bound = bound;
    this.#started = performance.now();
  }

  get parameters(): readonly WireParameter[] {
    return this.#bound?.values ?? [];
  }

  get parametersTruncated(): boolean {
    return this.#bound?.truncated ?? false;
  }

  get commandTag(): string | null {
    return this.commands.at(-1)?.tag ?? null;
  }

  get rows(): number | null {
    return this.commands.at(-1)?.rows ?? null;
  }

  get startedAt(): number {
    return performance.timeOrigin + this.#started;
  }

  get durationMs(): number | null {
    return this.#ended === undefined ? null : this.#ended - this.#started;
  }

  /** Equal for texts that differ in constants only; null when the text does not parse or was truncated. */
  fingerprint(): Promise<string | null> {
    return this.textTruncated ? Promise.resolve(null) : fingerprintOf(this.text);
  }

  completed(tag: string): void {
    this.commands.push({ tag, rows: rowsOf(tag) });
    if (this.outcome === 'running' || this.outcome === 'suspended') this.outcome = 'completed';
  }

  failed(sqlState: string, message: string): void {
    if (this.outcome !== 'withheld') this.outcome = 'failed';
    this.sqlState = sqlState;
    this.message = message;
  }

  /** Its text was not understood, or could not be described; it begins and ends with that. */
  failedInPreparation(sqlState: string, message: string): void {
    this.wasToExecute = false;
    this.failed(sqlState, message);
    this.ended();
  }

  /** The answer ends here; `outcome` is what an unanswered statement became. */
  ended(outcome?: 'skipped' | 'unanswered' | 'withheld'): void {
    if (outcome !== undefined && this.outcome === 'running') this.outcome = outcome;
    this.#ended ??= performance.now();
  }

  /** A copy that crosses process boundaries. */
  toRecord(): StatementRecord {
    const { connection, backendPid, ordinal, sequence, protocol, text, textTruncated, parameters } = this;
    const {
      parametersTruncated,
      transaction,
      inTransaction,
      outcome,
      commandTag,
      rows,
      sqlState,
      message,
      startedAt,
      durationMs,
    } = this;
    return {
      connection,
      backendPid,
      ordinal,
      sequence,
      protocol,
      text,
      textTruncated,
      parameters: [...parameters],
      parametersTruncated,
      transaction,
      inTransaction,
      outcome,
      commands: [...this.commands],
      commandTag,
      rows,
      sqlState,
      message,
      startedAt,
      durationMs,
    };
  }
}

/** The parameters of a Bind, decoded when asked for. */
export class BoundParameters {
  readonly #body: Buffer;
  readonly #cut: boolean;
  #decoded: { values: WireParameter[]; truncated: boolean } | undefined;

  /** `body` starts after the two names of the Bind; `cut` says that it was longer. */
  constructor(body: Buffer, cut: boolean) {
    this.#body = body;
    this.#cut = cut;
  }

  get values(): readonly WireParameter[] {
    return (this.#decoded ??= decodeParameters(this.#body)).values;
  }

  get truncated(): boolean {
    return this.#cut || (this.#decoded ??= decodeParameters(this.#body)).truncated;
  }
}

/** Of a statement that was not bound: no formats, no values. */
export const noParameters = new BoundParameters(Buffer.alloc(4), false);

function decodeParameters(body: Buffer): { values: WireParameter[]; truncated: boolean } {
  const values: WireParameter[] = [];
  try {
    const formatCount = body.readUInt16BE(0);
    const formats = Array.from({ length: formatCount }, (_, index) => body.readUInt16BE(2 + 2 * index));
    let position = 2 + 2 * formatCount;
    const count = body.readUInt16BE(position);
    position += 2;
    for (let index = 0; index < count; index += 1) {
      const length = body.readInt32BE(position);
      position += 4;
      if (length < 0) {
        values.push(null);
        continue;
      }
      const bytes = body.subarray(position, position + length);
      const binary = (formatCount === 1 ? formats[0] : formats[index]) === 1;
      values.push(binary ? Uint8Array.from(bytes) : bytes.toString('utf8'));
      position += length;
      if (position > body.length) return { values, truncated: true };
    }
    return { values, truncated: false };
  } catch {
    // A Bind that ends in the middle of a field: cut at the bound, or malformed and about to be refused by the server.
    return { values, truncated: true };
  }
}

function rowsOf(tag: string): number | null {
  const match = /^(?:INSERT \d+|[A-Z ]+) (\d+)$/.exec(tag);
  return match === null ? null : Number(match[1]);
}
