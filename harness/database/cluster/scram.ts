import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** What RFC 7677 asks for at least, and what clients insist on. */
const iterations = 4096;

/** PostgreSQL's stored form of a password, so that the password itself appears in no statement and no log. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
