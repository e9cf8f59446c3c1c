import { importPeer } from '../errors/index.ts';

/** Loaded when something is migrated: services whose schema is there do without it. */
export async function loadUmzug() {
  return (await importPeer('umzug', 'Migrating the reference services', () => import('umzug'))).Umzug;
}
