import { describe, expect, test } from 'vitest';
import { isRustokError } from '../errors/index.ts';
import { type RequestOrigin, type TenantSource, tenantIdentification } from './tenant-source.ts';

const id = '018f2a00-0000-7000-8000-000000000001';

function identify(source: TenantSource, request: RequestOrigin): string {
  try {
    const { kind, value } = tenantIdentification(source)(request);
    return `${kind} ${value}`;
  } catch (error) {
    if (isRustokError(error)) return error.code;
    throw error;
  }
}

describe('header', () => {
  const source = { mode: 'header' } as const;
  test.each([
    [id, `uuid ${id}`],
    [id.toUpperCase(), `uuid ${id}`],
    ['shop', 'slug shop'],
    ['0-a', 'slug 0-a'],
    ['a'.repeat(63), `slug ${'a'.repeat(63)}`],
    ['a'.repeat(64), 'TENANT_IDENTIFIER_MALFORMED'],
    ['-a', 'TENANT_IDENTIFIER_MALFORMED'],
    ['Shop', 'TENANT_IDENTIFIER_MALFORMED'],
    ['a b', 'TENANT_IDENTIFIER_MALFORMED'],
    ['a, b', 'TENANT_IDENTIFIER_MALFORMED'],
    ['shop\n', 'TENANT_IDENTIFIER_MALFORMED'],
    ['слон', 'TENANT_IDENTIFIER_MALFORMED'],
    ["' OR 1=1", 'TENANT_IDENTIFIER_MALFORMED'],
    ['', 'TENANT_IDENTIFIER_MISSING'],
    [undefined, 'TENANT_IDENTIFIER_MISSING'],
  ])('%s is %s', (value, expected) => {
    expect(identify(source, { headers: { 'x-tenant-id': value } })).toBe(expected);
  });

  test('sent twice is malformed', () => {
    expect(identify(source, { headers: { 'x-tenant-id': ['a', 'b'] } })).toBe('TENANT_IDENTIFIER_MALFORMED');
  });

  test('of another name can be configured', () => {
    expect(identify({ mode: 'header', header: 'X-Shop' }, { headers: { 'x-shop': 'shop' } })).toBe('slug shop');
  });

  test('the host names no tenant', () => {
    expect(identify(source, { headers: { host: 'shop.example' } })).toBe('TENANT_IDENTIFIER_MISSING');
  });
});

describe('host', () => {
  const label = 'a'.repeat(63);
  const longest = `${label}.${label}.${label}.${'a'.repeat(61)}`;
  test.each([
    ['shop.example', 'host shop.example'],
    ['Shop.Example:8080', 'host shop.example'],
    ['shop.example.', 'host shop.example'],
    ['localhost', 'host localhost'],
    [longest, `host ${longest}`],
    [`${longest}a`, 'TENANT_IDENTIFIER_MALFORMED'],
    [`${label}a.example`, 'TENANT_IDENTIFIER_MALFORMED'],
    ['a..example', 'TENANT_IDENTIFIER_MALFORMED'],
    ['-a.example', 'TENANT_IDENTIFIER_MALFORMED'],
    ['a.example:port', 'TENANT_IDENTIFIER_MALFORMED'],
    ['[::1]:80', 'TENANT_IDENTIFIER_MALFORMED'],
    [':80', 'TENANT_IDENTIFIER_MALFORMED'],
    ['', 'TENANT_IDENTIFIER_MISSING'],
    [undefined, 'TENANT_IDENTIFIER_MISSING'],
  ])('%s is %s', (host, expected) => {
    expect(identify({ mode: 'host' }, { headers: { host } })).toBe(expected);
  });

  test.each([
    ['10.1.2.3', 'host shop.example'],
    ['::ffff:10.1.2.3', 'host shop.example'],
    ['fd00::1', 'host shop.example'],
    ['11.1.2.3', 'host proxy.internal'],
    [undefined, 'host proxy.internal'],
  ])('the forwarded host counts only from a trusted proxy: %s', (remoteAddress, expected) => {
    const headers = { host: 'proxy.internal', 'x-forwarded-host': 'Shop.example' };
    const source = { mode: 'host', trustedProxies: ['10.0.0.0/8', 'fd00::1'] } as const;
    expect(identify(source, { headers, remoteAddress })).toBe(expected);
  });

  test('of several forwarded hosts, the one that the trusted proxy wrote counts', () => {
    const headers = { host: 'proxy.internal', 'x-forwarded-host': 'forged.example, shop.example' };
    const source = { mode: 'host', trustedProxies: ['127.0.0.1'] } as const;
    expect(identify(source, { headers, remoteAddress: '127.0.0.1' })).toBe('host shop.example');
  });

  test.each(['proxy', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0/8', '::1/129', '10.0.0.0/'])(
    'a trusted proxy that is no address is refused at once: %s',
    (entry) => {
      expect(() => tenantIdentification({ mode: 'host', trustedProxies: [entry] })).toThrow(/trustedProxies/);
    },
  );
});

describe('subdomain', () => {
  test.each([
    ['shop.example.com', 'slug shop'],
    ['SHOP.example.com:80', 'slug shop'],
    ['example.com', 'TENANT_IDENTIFIER_MISSING'],
    ['a.shop.example.com', 'TENANT_IDENTIFIER_MALFORMED'],
    ['shopexample.com', 'TENANT_IDENTIFIER_MALFORMED'],
    ['shop.example.org', 'TENANT_IDENTIFIER_MALFORMED'],
    [undefined, 'TENANT_IDENTIFIER_MISSING'],
  ])('%s is %s', (host, expected) => {
    expect(identify({ mode: 'subdomain', baseDomain: 'Example.com' }, { headers: { host } })).toBe(expected);
  });

  test('a base domain that is no host name is refused at once', () => {
    expect(() => tenantIdentification({ mode: 'subdomain', baseDomain: 'a b' })).toThrow(/baseDomain/);
  });
});
