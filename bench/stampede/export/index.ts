import { RustokError } from '../../../src/errors/index.ts';
import { artilleryScript } from './artillery.ts';
import type { ExportedLoad } from './exported-load.ts';
import { k6Script } from './k6.ts';

export type { ExportedLoad } from './exported-load.ts';

const engines: Readonly<Record<string, (load: ExportedLoad) => string>> = { artillery: artilleryScript, k6: k6Script };

/** The same load as a script for a distributed engine; `UNKNOWN_ENGINE` names those that there are. */
export function exportLoad(engine: string, load: ExportedLoad): string {
  const render = Object.hasOwn(engines, engine) ? engines[engine] : undefined;
  if (render === undefined)
    throw new RustokError(
      'UNKNOWN_ENGINE',
      `There is no export for ${engine}; there are ${Object.keys(engines).join(', ')}`,
    );
  return render(load);
}
