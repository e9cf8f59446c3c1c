import { fire } from './fire.ts';
import type { LoadOptions, LoadResult } from './load.ts';
import { requireOpenFiles } from './open-files.ts';

/** What the load process tells whoever started it, once. */
export type LoadReport =
  { readonly result: LoadResult } | { readonly error: { readonly code: string; readonly message: string } };

// The order comes as the first message; whoever gave it may go away, and then nobody wants the load.
process.once('disconnect', () => process.exit());
process.once('message', (options: LoadOptions) => {
  void answer(options);
});

async function answer(options: LoadOptions): Promise<void> {
  const report = await carryOut(options);
  process.send?.(report, () => process.exit());
}

async function carryOut(options: LoadOptions): Promise<LoadReport> {
  try {
    requireOpenFiles(options.connections);
    return { result: await fire(options) };
  } catch (error) {
    const { code = 'LOAD_PROCESS_FAILED', message } = error as NodeJS.ErrnoException;
    return { error: { code, message } };
  }
}
