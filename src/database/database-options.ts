import { z } from 'zod';
import { callable, milliseconds, objectWith, wholeNumber, withMethods } from '../configuration/index.ts';
import { isDatabaseUrl } from './connection-options.ts';

/** The address of a database. */
export const databaseUrl = z.custom<string>(
  isDatabaseUrl,
  'must be postgres://user:password@host:port/name or, for a socket, postgres://user:password@/name?host=/folder',
);

/** What `openDatabase` takes. */
export const databaseFields = {
  url: databaseUrl,
  pool: objectWith({ max: wholeNumber(1).optional() }).optional(),
  deadlineMs: milliseconds.optional(),
  logging: callable.optional(),
  reportError: callable.optional(),
};

/** A database that is open. */
export const openedDatabase = withMethods('close');
