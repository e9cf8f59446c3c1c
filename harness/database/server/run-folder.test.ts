import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { chooseRunFolder } from './run-folder.ts';

afterEach(() => vi.unstubAllEnvs());

describe('chooseRunFolder', () => {
  it('is in TMPDIR when the data is to lie on the disk', () => {
    using folder = scratchFolder();
    vi.stubEnv('TMPDIR', folder.path);
    expect(chooseRunFolder('disk', undefined)).toContain(`${folder.path}/`);
  });

  it.each(['x'.repeat(100), 'missing'])('is elsewhere, with room for a socket, when TMPDIR is /…/%s', (name) => {
    using folder = scratchFolder();
    vi.stubEnv('TMPDIR', join(folder.path, name));
    const chosen = chooseRunFolder('disk', undefined);
    expect(chosen).not.toContain(folder.path);
    expect(Buffer.byteLength(join(chosen, '.s.PGSQL.65535'))).toBeLessThanOrEqual(103);
  });

  it("is elsewhere when the server's user cannot write to TMPDIR", () => {
    using folder = scratchFolder();
    vi.stubEnv('TMPDIR', folder.path);
    const chosen = chooseRunFolder('disk', { name: 'someone', uid: 54321, gid: 54321 });
    expect(chosen).not.toContain(folder.path);
  });
});
