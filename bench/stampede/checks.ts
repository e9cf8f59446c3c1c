import type { LoadResult } from '../../harness/load/index.ts';

/** What does not add up in a load: while something does not, its figures are not shown. */
export function doubtsOfLoad(
  result: Pick<LoadResult, 'sent' | 'answered' | 'failed' | 'failures' | 'doubts'>,
): string[] {
  const { sent, answered, failed, failures, doubts } = result;
  const named = Object.values(failures).reduce((sum, count) => sum + count, 0);
  return [
    ...doubts,
    ...(sent === answered + failed ? [] : [`sent ${sent} is not answered ${answered} + failed ${failed}`]),
    ...(failures['EADDRNOTAVAIL'] === undefined
      ? []
      : ['the load ran out of local ports (EADDRNOTAVAIL); wait a minute, or widen net.ipv4.ip_local_port_range']),
    ...(failures['EMFILE'] === undefined ? [] : ['the load ran out of open files (EMFILE); raise ulimit -n']),
    ...(failed === named ? [] : [`${failed} requests failed and ${named} reasons were given`]),
  ];
}

/** What is known of a crowd at the moment when its gate was opened. */
export interface CrowdAtGate {
  readonly connections: number;
  readonly arrived: number;
  readonly answered: number;
}

/** A crowd is one only while all of it is inside at once. */
export function doubtsOfCrowd({ connections, arrived, answered }: CrowdAtGate): string[] {
  return [
    ...(arrived === connections ? [] : [`${arrived} of ${connections} requests were in flight when the gate opened`]),
    ...(answered === 0 ? [] : [`${answered} requests were answered before the gate opened`]),
  ];
}

/** A connection that finds the listen queue full is tried again a second later: its wait is the kernel's, not the resolver's. */
export function doubtsOfBacklog(overflowsDuring: number, arrivalSpreadMs: number): string[] {
  if (overflowsDuring === 0 || arrivalSpreadMs < 900) return [];
  return [
    `the listen queue overflowed ${overflowsDuring} times, and the last request came ${Math.round(arrivalSpreadMs)} ms after the first; raise net.core.somaxconn`,
  ];
}
