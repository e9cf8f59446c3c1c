import type { OperationCall } from '../../contract/index.ts';

/** What the child is told first. */
export interface ProcessOrder {
  readonly url: string;
  readonly target: string;
  readonly deadlineMs: number;
  /** The operations are requests to the application, which the child serves. */
  readonly overHttp?: boolean;
  /** Performed at once. */
  readonly calls: readonly OperationCall[];
}

/** One call more, by a number that its answer bears. */
export interface NumberedCall extends OperationCall {
  readonly number: number;
}

/** How a numbered call ended. */
export interface NumberedAnswer {
  readonly number: number;
  readonly error?: string;
}
