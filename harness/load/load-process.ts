import { fire } from './fire.ts';
import { fireOpen } from './fire-open.ts';
import type { LoadOptions, LoadResult } from './load.ts';
import type { OpenLoadOptions, OpenLoadResult } from './open-load.ts';
import { requireOwnSockets } from './interception.ts';
import { requireOpenFiles } from './open-files.ts';

/** What the load process is told to do, once. */
export type LoadOrder =
  | { readonly kind: 'closed'; readonly options: LoadOptions }
  | { readonly kind: 'open'; readonly options: OpenLoadOptions };

/** What the load process tells whoever started it: that all is sent, perhaps, and how it ended, once. */
export type LoadReport =
  | { readonly allSent: true }
  | { readonly result: LoadResult | OpenLoadResult }
  | { readonly error: { readonly code: string; readonly message: string } };

// The order comes as the first message; whoever gave it may go away, and then nobody wants the load.
process.once('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; whoever gave the order decides when this ends.
process.on('SIGINT', () => {});
process.once('message', (order: LoadOrder) => {
  void answer(order);
});

async function answer(order: LoadOrder): Promise<void> {
  const report = await carryOut(order);
  process.send?.(report, () => process.exit());
}

async function carryOut({ kind, options }: LoadOrder): Promise<LoadReport> {
  try {
    requireOwnSockets();
    requireOpenFiles(options.connections);
    const result = kind === 'open' ? await fireOpen(options) : await fire(options, tellAllSent);
    return { result };
  } catch (error) {
    const { code = 'LOAD_PROCESS_FAILED', message } = error as NodeJS.ErrnoException;
    return { error: { code, message } };
  }
}

function tellAllSent(): void {
  process.send?.({ allSent: true } satisfies LoadReport);
}
