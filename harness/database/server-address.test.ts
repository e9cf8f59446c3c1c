import { describe, expect, it } from 'vitest';
import { PostgresServer } from './postgres-server.ts';
import { addressFromEnvironment, type ServerAddress, serverVariable, socketUrl, tcpUrl } from './server-address.ts';

const address = {
  engine: 'embedded',
  version: '18.4',
  socketFolder: '/nonexistent/folder',
  tcpPort: 1,
  admin: { name: 'admin', password: 'secret' },
  application: { name: 'app', password: 'secret' },
} as const satisfies ServerAddress;

describe('addressFromEnvironment', () => {
  it('reads back what a runner wrote', () => {
    expect(addressFromEnvironment({ [serverVariable]: JSON.stringify(address) })).toEqual(address);
  });

  it('is undefined when no runner named a server', () => {
    expect(addressFromEnvironment({})).toBeUndefined();
  });

  it('refuses a value that is no address, and names every field', () => {
    const text = JSON.stringify({ ...address, tcpPort: 70_000, admin: { name: 'admin' } });
    expect(() => addressFromEnvironment({ [serverVariable]: text })).toThrow(/tcpPort.*admin\.password/);
    expect(() => addressFromEnvironment({ [serverVariable]: 'localhost:5432' })).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });
});

describe('the URL of a server', () => {
  const { socketFolder, tcpPort, ...rest } = address;

  it('leads over TCP where there is no socket, and over the socket where there is no port', () => {
    expect(socketUrl({ ...rest, tcpPort, host: '::1' }, rest.admin, 'd')).toBe('postgres://admin:secret@[::1]:1/d');
    expect(tcpUrl({ ...rest, socketFolder, socketPort: 5433 }, rest.admin, 'd')).toBe(
      'postgres://admin:secret@localhost:5433/d?host=%2Fnonexistent%2Ffolder',
    );
  });

  it('keeps what the server needs beside the address, and escapes what a role may be called', () => {
    const odd = { name: 'a b', password: 'p@/ss' };
    expect(tcpUrl({ ...rest, tcpPort, parameters: 'sslmode=require' }, odd, 'd')).toBe(
      'postgres://a%20b:p%40%2Fss@127.0.0.1:1/d?sslmode=require',
    );
  });

  it('is refused when it says neither a socket nor a port', () => {
    expect(() => addressFromEnvironment({ [serverVariable]: JSON.stringify(rest) })).toThrow(/tcpPort: must be there/);
  });
});

it('says which server does not answer when it is gone', async () => {
  await using server = new PostgresServer(address);
  await expect(server.createDatabase()).rejects.toMatchObject({
    code: 'SERVER_UNREACHABLE',
    message: expect.stringContaining(address.socketFolder) as string,
  });
});
