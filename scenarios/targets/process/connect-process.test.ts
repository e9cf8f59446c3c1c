import { expect, test } from 'vitest';
import { reference } from '../index.ts';

test('operations of another process settle as they do there, and end with it', async () => {
  await using subject = await reference.open();
  const { wire, operations } = subject;
  await using service = await wire?.connectProcess?.(wire.url);
  const input = (await operations['createUser']?.prepare()) ?? null;
  await service?.operations['createUser']?.call(input);
  const users = (await subject.readState()).filter(({ table }) => table === 'users');
  expect(users.map(({ row }) => row['email'])).toContain((input as { email: string }).email);
  await expect(service?.operations['createUser']?.call(input)).rejects.toThrow(/e-mail address/);
  await service?.kill();
  await expect(service?.operations['createUser']?.call(input)).rejects.toThrow();
});
