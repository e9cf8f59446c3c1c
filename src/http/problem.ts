import { STATUS_CODES } from 'node:http';
import { CommitInDoubtError } from '../database/index.ts';
import { activeTraceId } from '../events/index.ts';
import { ClientGoneError } from './request-deadline.ts';
import {
  ConflictError,
  DeadlineError,
  DependencyError,
  type FieldError,
  ForbiddenError,
  NotFoundError,
  RustokError,
  UnauthenticatedError,
  ValidationError,
} from '../errors/index.ts';

/** RFC 9457 problem details, with this package's `code`. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly fields?: readonly FieldError[];
  readonly traceId?: string;
}

const statusOf: readonly (readonly [abstract new (...args: never) => RustokError, number])[] = [
  [ValidationError, 400],
  [UnauthenticatedError, 401],
  [ForbiddenError, 403],
  [NotFoundError, 404],
  [ConflictError, 409],
  [DependencyError, 503],
  [DeadlineError, 504],
  [CommitInDoubtError, 504],
];

/** The one place where errors become answers. What is not known to be meant for the caller is told as INTERNAL, without its message. */
export function problemOf(error: unknown): Problem {
  const status = statusOf.find(([type]) => error instanceof type)?.[1];
  if (status !== undefined && error instanceof RustokError) {
    return problem(status, error.code, error.message, error.fields);
  }
  // A status of nobody's: there is no one left to read it.
  if (error instanceof ClientGoneError) return problem(499, 'CLIENT_GONE', error.message);
  return requestProblem(error) ?? problem(500, 'INTERNAL', 'The request failed for a reason that is not its own');
}

/** Problem details of a status, with the trace that is active. */
export function problem(status: number, code: string, detail: string, fields?: readonly FieldError[]): Problem {
  const traceId = activeTraceId();
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    ...(fields === undefined ? {} : { fields }),
    ...(traceId === null ? {} : { traceId }),
  };
}

const requestCodes: Readonly<Record<number, string>> = {
  404: 'ROUTE_NOT_FOUND',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** The framework refused the request before it reached a route. */
function requestProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const { statusCode } = error;
  if (statusCode < 400 || statusCode > 499) return undefined;
  return problem(statusCode, requestCodes[statusCode] ?? 'BAD_REQUEST', error.message);
}
