import type { ActivityListener } from './activity.ts';
import type { ExpectedEvent, PublishedEnvelope, StateRow } from './envelope.ts';
import type { HttpService } from './http-service.ts';
import type { Operation, OperationCall, OperationProcess } from './operation.ts';
import type { TenantLookupSubject } from './tenant-lookup.ts';
import type { WireAccess } from './wire-access.ts';

/** Where undelivered events lie, and which columns repeat what the payload says. */
export interface EventColumns {
  readonly table: string;
  readonly id: string;
  readonly eventType: string;
  readonly schemaVersion: string;
  /** A type of the catalogue that `unitOfWork` never publishes. */
  readonly otherEventType: string;
}

/** A freshly opened service: all that a scenario may touch. The same fields make the file that describes a service in another language. */
export interface Subject {
  /** The database it stands on, for the report: engine and version. */
  readonly database: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Committed state, read on a connection of our own; the table in which events wait is not part of it. */
  readState(): Promise<StateRow[]>;
  /** What a consumer would have received by now, in order, everything committed so far included. */
  readPublished(): Promise<PublishedEnvelope[]>;
  /** To quiescence (no session of the application at work, tracked publishes settled, nothing left to relay), or it throws. */
  drain(): Promise<void>;
  /** A superuser's URL of the same database, for server-side levers and counters. */
  readonly adminUrl: string;
  /**
   * Makes the consumer refuse every event while `work` runs, and tells how many it has refused; for services that publish without a table
   * in between.
   */
  readonly refuseEvents?: <T>(work: () => Promise<T>) => Promise<{ readonly result: T; readonly refused: number }>;
  /** Matches the statements that resolve a tenant. */
  readonly tenantQueryPattern?: RegExp;
  /** Matches the statements that the service sends by itself, whatever it is asked; a regular expression of PostgreSQL's (`~*`). */
  readonly backgroundPattern?: string;
  /** No operation may stay unsettled longer than this. */
  readonly deadlineMs: number;
  /** The events that the specification demands for a change of state; without it, state and events must merely change together. */
  readonly expectedEvents?: (before: readonly StateRow[], after: readonly StateRow[]) => ExpectedEvent[];
  /**
   * Starts the calls, all at once, in one process of their own (capability `kill`), whose service reaches its database by `url` where
   * one is given.
   */
  readonly startProcess?: (calls: readonly OperationCall[], url?: string) => Promise<OperationProcess>;
  /** Opens one more of its kind, on a database of its own, for runs side by side. */
  readonly openAnother?: () => Promise<Subject & AsyncDisposable>;
  /** Capability `wire`. */
  readonly wire?: WireAccess;
  /** Capabilities `tenant-lookup` and `served-tenant-lookup`. */
  readonly tenantLookup?: TenantLookupSubject;
  /** Capability `http`: what operations are, as requests to the served application, which is started for the asking. */
  readonly overHttp?: () => Promise<Pick<Subject, 'operations' | 'startProcess' | 'wire'>>;
  /** Capability `routes`. */
  readonly http?: HttpService;
  /** Capability `event-columns`. */
  readonly eventColumns?: EventColumns;
  /** Tells of the relay's steps and of requests as they happen, until the returned function is called; for the timelines of a report. */
  readonly onActivity?: (listener: ActivityListener) => () => void;
  /** What the subject still holds although every operation has settled; asked once, before it is disposed of. */
  readonly leaks?: () => Promise<readonly string[]>;
}
