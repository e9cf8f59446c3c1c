import { LoadError } from './load-error.ts';

/** Files that a process of Node has open anyway, with room for its own work. */
const reserve = 96;

/** Open files that one process needs for so many connections. */
function openFilesFor(connections: number): number {
  return connections + reserve;
}

/** Throws when this process may not open so many connections; the message says the number needed. */
export function requireOpenFiles(connections: number, limit: number = openFileLimit()): void {
  const needed = openFilesFor(connections);
  if (limit >= needed) return;
  throw new LoadError(
    'TOO_FEW_OPEN_FILES',
    `${connections} connections need ${needed} open files in one process, the limit is ${limit}. Run: ulimit -n ${needed}`,
  );
}

/** The limit in force in this process; infinite where there is none. Quick only while few sockets are open, because the report looks each one up. */
function openFileLimit(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = Number(report.userLimits?.open_files?.soft ?? Number.NaN);
  return Number.isNaN(soft) ? Number.POSITIVE_INFINITY : soft;
}
