import type { JsonValue } from './json.ts';

/** Something that the service can be asked to do: a call, an HTTP request, a command. */
export interface Operation {
  /** Whether a successful call changes state. */
  readonly mutates: boolean;
  /** A call repeated with the same input (an idempotency key in it) does nothing a second time and resolves. */
  readonly isRepeatable?: boolean;
  /** Commits what one call needs (a published node for `unpublish`) and returns the call's input. */
  prepare(): Promise<JsonValue>;
  /** Resolves when the service reports success, rejects when it reports an error. */
  call(input: JsonValue): Promise<unknown>;
}

/** One call of an operation, by name. */
export interface OperationCall {
  readonly operation: string;
  readonly input: JsonValue;
}

/** Calls that run in a process of their own. */
export interface OperationProcess extends AsyncDisposable {
  readonly pid: number;
  /** Sends SIGKILL and resolves when the process has exited. */
  kill(): Promise<void>;
}
