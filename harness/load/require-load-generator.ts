/** Resolves when loads can be sent from here, else rejects with a `MissingPeerError` that has the install line. */
export async function requireLoadGenerator(): Promise<void> {
  await import('./autocannon.ts');
}
