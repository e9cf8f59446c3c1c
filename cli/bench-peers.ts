import { writeFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { judgePeers, peerVersions, renderPeers } from '../bench/stampede/peers/index.ts';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';

const args = {
  out: { type: 'string', valueHint: 'file', description: 'Write the table there instead of to stdout' },
} as const;

export const benchPeers = defineCommand({
  meta: {
    name: 'rustok-testkit bench peers',
    description: 'Which cases of suite STAMPEDE hold for the libraries that are compared',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    // Some libraries leave rejections behind that nobody hears: they are theirs, and no end of the table.
    process.on('unhandledRejection', () => undefined);
    const table = await judgePeers(toStderr);
    const document = renderPeers(table, peerVersions());
    if (given.out === undefined) await toStdout(document);
    else await writeFile(given.out, document);
    const isSound = table.cells.every(({ library, verdict }) => library !== 'reference' || verdict === 'passed');
    return isSound ? exitCodes.held : exitCodes.failed;
  },
});
