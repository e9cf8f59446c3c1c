import { describe, expect, it } from 'vitest';
import { PostgresServer } from './postgres-server.ts';
import { addressFromEnvironment, type ServerAddress, serverVariable } from './server-address.ts';

const address: ServerAddress = {
  engine: 'embedded',
  version: '18.4',
  socketFolder: '/nonexistent/folder',
  tcpPort: 1,
  admin: { name: 'admin', password: 'secret' },
  application: { name: 'app', password: 'secret' },
};

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

it('says which server does not answer when it is gone', async () => {
  await using server = new PostgresServer(address);
  await expect(server.createDatabase()).rejects.toMatchObject({
    code: 'SERVER_UNREACHABLE',
    message: expect.stringContaining(address.socketFolder) as string,
  });
});
