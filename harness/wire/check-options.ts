import { type SecureContextOptions, createSecureContext } from 'node:tls';
import { z } from 'zod';
import { checkConfiguration, milliseconds, objectWith, someText, wholeNumber } from '../../src/configuration/index.ts';
import { anyMatching, faultRule, textMatching } from './check-fault.ts';
import { endpointOf } from './endpoint.ts';
import type { WireProxyOptions } from './wire-proxy.ts';

const longestPort = 65_535;
const subject = 'The configuration of the proxy';

const connectionUrl = z.custom<string>(
  (value) => typeof value === 'string' && isConnectionUrl(value),
  'must be a connection URL that begins with postgres:// or postgresql://',
);

const listen = objectWith({
  host: someText.optional(),
  port: wholeNumber(0, longestPort).optional(),
  socketDirectory: someText.optional(),
}).superRefine(({ host, port, socketDirectory }, context) => {
  const complain = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
  if (socketDirectory === undefined) return;
  if (host !== undefined) complain('host', 'must be left out where socketDirectory is given');
  if (port === 0) complain('port', 'must be a number from 1 where socketDirectory is given: it names the file');
});

/** Without a certificate every handshake would fail, each with words of its own. */
const identity = z.custom<object>(
  (value) => isIdentity(value),
  'must be an object with a certificate and the key that belongs to it: cert and key, or pfx',
);

const optionsWith = (matching: typeof anyMatching | typeof textMatching) =>
  objectWith({
    upstream: connectionUrl,
    listen: listen.optional(),
    tls: identity.optional(),
    upstreamTls: objectWith({}).optional(),
    upstreamDeadlineMs: milliseconds.optional(),
    adminUrl: connectionUrl.optional(),
    keepStatements: wholeNumber(1).optional(),
    faults: z.array(faultRule(matching), 'must be a list').optional(),
  });

const options = optionsWith(anyMatching);
const processOptions = optionsWith(textMatching);

/** Throws a `ValidationError` (INVALID_CONFIGURATION) that names every option of a proxy that is missing or impossible. */
export function checkProxyOptions(given: WireProxyOptions): void {
  checkConfiguration(options, subject, given);
}

/** The same for a proxy in a process of its own, to which a function cannot cross. */
export function checkProcessOptions(given: WireProxyOptions): void {
  checkConfiguration(processOptions, subject, given);
}

function isConnectionUrl(value: string): boolean {
  try {
    endpointOf(value);
    return true;
  } catch {
    return false;
  }
}

function isIdentity(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!('pfx' in value) && !('cert' in value && 'key' in value)) return false;
  try {
    createSecureContext(value as SecureContextOptions);
    return true;
  } catch {
    return false;
  }
}
