import { createRequire } from 'node:module';

/** Whether a package can be found from here; nothing of it runs. */
export function isInstalled(packageName: string): boolean {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return true;
  } catch {
    return false;
  }
}
