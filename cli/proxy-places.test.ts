import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { identityOf, listenOf, upstreamOf } from './proxy-places.ts';

const upstream = 'postgres://x@127.0.0.1/y';
const file = fileURLToPath(import.meta.url);

test.each([
  [{}, { host: '127.0.0.1', port: 0 }],
  [{ listen: '[::1]:6432' }, { host: '::1', port: 6432 }],
  [{ socket: '/run/postgresql' }, { socketDirectory: '/run/postgresql' }],
  [{ socket: '/run/postgresql:6432' }, { socketDirectory: '/run/postgresql', port: 6432 }],
  [{ socket: '.' }, { socketDirectory: process.cwd() }],
])('%o is a place to listen', (given, place) => {
  expect(listenOf(given)).toEqual(place);
});

test.each([
  [{ listen: '6432' }, /--listen must be host:port, such as 127\.0\.0\.1:6432, not 6432/],
  [{ listen: '127.0.0.1:65536' }, /--listen must be host:port/],
  [{ socket: '/tmp:0' }, /--socket must be a folder, or folder:port, such as \/tmp:6432, not \/tmp:0/],
  [{ socket: '/tmp', listen: '127.0.0.1:0' }, /--listen and --socket exclude each other/],
])('%o is no place to listen', (given, message) => {
  expect(() => listenOf(given)).toThrow(message);
});

test('TLS with the server is plain, encrypted, or encrypted and verified', () => {
  expect(upstreamOf({ upstream })).toEqual({ upstream });
  expect(upstreamOf({ upstream, 'upstream-tls': 'require' }).upstreamTls).toEqual({ rejectUnauthorized: false });
  expect(upstreamOf({ upstream, 'upstream-tls': 'verify' }).upstreamTls).toEqual({});
  const own = upstreamOf({ upstream, 'upstream-tls': 'verify', 'upstream-ca': file }).upstreamTls;
  expect(String(own?.ca)).toContain('TLS with the server is plain');
});

test.each([
  [{ 'upstream-tls': 'prefer' }, /--upstream-tls must be require or verify, not prefer/],
  [{ 'upstream-tls': 'require', 'upstream-ca': file }, /--upstream-ca goes with --upstream-tls verify/],
  [{ 'upstream-tls': 'verify', 'upstream-ca': '/nowhere' }, /--upstream-ca cannot be read/],
  [{ upstream: undefined }, /--upstream must be the URL of a PostgreSQL server/],
])('%o is no server', (given, message) => {
  expect(() => upstreamOf({ upstream, ...given })).toThrow(message);
});

test.each(['sslmode=require', 'sslmode=verify-full', 'ssl=true', 'sslnegotiation=direct'])(
  'a URL with %s is not taken for a plain one',
  (parameter) => {
    const asking = `${upstream}?application_name=x&${parameter}`;
    expect(() => upstreamOf({ upstream: asking })).toThrow(`asks for TLS with ${parameter}`);
    expect(upstreamOf({ upstream: asking, 'upstream-tls': 'require' }).upstream).toBe(asking);
  },
);

test.each(['sslmode=disable', 'sslmode=prefer', 'ssl=false'])('a URL with %s may be plain', (parameter) => {
  expect(upstreamOf({ upstream: `${upstream}?${parameter}` })).toEqual({ upstream: `${upstream}?${parameter}` });
});

test('TLS with clients needs a certificate and its key, and both are read', () => {
  expect(identityOf({})).toEqual({});
  expect(Object.keys(identityOf({ certificate: file, key: file }).tls ?? {})).toEqual(['cert', 'key']);
  expect(() => identityOf({ key: file })).toThrow(/--certificate and --key go together/);
  expect(() => identityOf({ certificate: '/nowhere', key: file })).toThrow(/--certificate cannot be read/);
});
