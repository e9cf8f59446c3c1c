import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { locateSystemBinaries } from './system-binaries.ts';

it('passes over scripts that are called like the programs', () => {
  using folder = scratchFolder();
  for (const name of ['postgres', 'initdb']) {
    writeFileSync(join(folder.path, name), '#!/bin/sh\necho "postgres (PostgreSQL) 99.1"\n');
    chmodSync(join(folder.path, name), 0o755);
  }
  const located = locateSystemBinaries({ PATH: folder.path });
  expect('found' in located ? located.found.folder : 'none').not.toBe(folder.path);
});
