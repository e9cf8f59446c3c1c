import { writeFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { machine } from '../bench/index.ts';
import { judgePeers, peerVersions, peersRows, renderPeers } from '../bench/stampede/peers/index.ts';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';

const args = {
  out: { type: 'string', valueHint: 'file', description: 'Write the table there instead of to stdout' },
  json: { type: 'boolean', default: false, description: 'One JSON document of rows on stdout, 1 where a case held' },
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
    const versions = peerVersions();
    const document = renderPeers(table, versions);
    if (given.out !== undefined) await writeFile(given.out, document);
    const rows = { bench: 'peers', machine: machine(), versions, rows: peersRows(table) };
    if (given.json) await toStdout(`${JSON.stringify(rows, undefined, 2)}\n`);
    else if (given.out === undefined) await toStdout(document);
    const isSound = table.cells.every(({ library, verdict }) => library !== 'reference' || verdict === 'passed');
    return isSound ? exitCodes.held : exitCodes.failed;
  },
});
