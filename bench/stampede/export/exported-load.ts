import { requireUrl } from '../../../harness/load/index.ts';

/** A load for an engine that sends it from many machines. */
export interface ExportedLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Callers who ask at once. */
  readonly connections: number;
  /** Arrivals a second at the warm service, afterwards. */
  readonly ratePerSecond: number;
  readonly durationSeconds: number;
}

/** The address of the service and the path in it. */
export function targetOf({ url }: ExportedLoad): { readonly origin: string; readonly path: string } {
  const { origin, pathname, search } = requireUrl(url);
  return { origin, path: `${pathname}${search}` };
}
