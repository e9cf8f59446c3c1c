import { renderTable } from '../report/index.ts';
import type { StampedeReport } from './report.ts';

/** The report for a terminal; what cannot be believed is said before what can. */
export function renderStampede(report: StampedeReport): string {
  const { connections, rounds, seed, rows, problems, absent, isPartial, versions } = report;
  return [
    ...(isPartial ? ['PARTIAL: the run was interrupted; what follows was measured before.', ''] : []),
    `${report.machine}; ${report.database}`,
    ...(Object.keys(versions).length === 0 ? [] : [sayVersions(versions)]),
    `${connections} connections over loopback, ${rounds} rounds, seed ${seed}; load, server and database in processes of their own`,
    '',
    rows.length === 0 ? 'Nothing was measured.' : renderTable(rows),
    ...problems.map(({ subject, name, why }) => `\nNO FIGURES for ${subject}, ${name}: ${why}`),
    ...Object.entries(absent).map(([subject, why]) => `\nleft out: ${subject}: ${why}`),
    '',
    'Ratios are medians of pairs from the same round. Closed loops ask again when they are answered, and so leave out the requests',
    'that a stall keeps from being sent; the case open counts from the moment at which a request was due.',
    'Look-ups are called with no deadline and no signal of the request, as every library can be.',
  ].join('\n');
}

/** `fastify 5.12.8, pg 8.23.1`. */
export function sayVersions(versions: StampedeReport['versions']): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
