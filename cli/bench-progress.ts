import type { Progress } from '../bench/stampede/index.ts';
import { importPeer } from '../src/errors/index.ts';
import { toStderr } from './terminal.ts';

/** Shows on stderr how far a run is: a bar on a terminal, a line for each step elsewhere. */
export interface ProgressDisplay extends Disposable {
  show(progress: Progress): void;
}

const width = 24;

export async function openProgress(): Promise<ProgressDisplay> {
  if (!process.stderr.isTTY)
    return { show: ({ done, of, what }) => toStderr(`${done}/${of} ${what}`), [Symbol.dispose]: () => {} };
  const { default: ora } = await importPeer('ora', 'Showing progress', () => import('ora'));
  // Ctrl-C stays a signal.
  const bar = ora({ stream: process.stderr, discardStdin: false }).start();
  return {
    show: (progress) => {
      bar.text = line(progress);
    },
    [Symbol.dispose]: () => void bar.stop(),
  };
}

function line({ done, of, what }: Progress): string {
  const filled = Math.min(width, Math.round((done / Math.max(1, of)) * width));
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${of} ${what}`;
}
