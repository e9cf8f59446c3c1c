import { RustokError } from '../../../src/errors/index.ts';

/** Where a migration went wrong. */
export interface MigrationPlace {
  /** The file, or the name of the migration. */
  readonly file: string;
  /** Counted from 1; of the statement, or of the place in it that the server points to. */
  readonly line?: number | undefined;
}

/** Migrations that are missing (MIGRATIONS_MISSING, MIGRATIONS_EMPTY, MIGRATIONS_UNREADABLE), that count as done before they ran (MIGRATIONS_ALREADY_EXECUTED) or that failed (MIGRATION_FAILED). */
export class MigrationError extends RustokError {
  override readonly name = 'MigrationError';
  readonly file: string | undefined;
  readonly line: number | undefined;
  /** The server's code for what went wrong, such as 42P01. */
  readonly sqlState: string | undefined;

  constructor(code: string, message: string, options: Partial<MigrationPlace> & { cause?: unknown } = {}) {
    super(code, message, { cause: options.cause });
    this.file = options.file;
    this.line = options.line;
    this.sqlState = sqlStateOf(options.cause);
  }
}

/** The error of a statement of a migration: it names the place, the server's words and its code. */
export function migrationFailed({ file, line }: MigrationPlace, cause: unknown): MigrationError {
  const place = line === undefined ? file : `${file}:${line}`;
  const state = sqlStateOf(cause);
  const detail = textOf(cause, 'detail');
  const said = `${messageOf(cause)}${detail === undefined ? '' : ` (${detail})`}`;
  return new MigrationError(
    'MIGRATION_FAILED',
    `The migration failed at ${place}: ${said}${state === undefined ? '' : `, SQLSTATE ${state}`}`,
    { file, line, cause },
  );
}

/** The text property of that name; Sequelize keeps the server's error under its own. */
export function textOf(error: unknown, name: 'code' | 'detail' | 'position' | 'where'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (name in error) {
    const value = (error as Record<string, unknown>)[name];
    if (typeof value === 'string') return value;
  }
  return 'original' in error ? textOf(error.original, name) : undefined;
}

function sqlStateOf(cause: unknown): string | undefined {
  const code = textOf(cause, 'code');
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
