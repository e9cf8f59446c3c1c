import { type FaultPoint, type Write, heldTransaction } from '../levers/index.ts';

/** One lever over every written table: each transaction waits inside COMMIT until the gate opens, whichever row it wrote. */
export function heldAtCommit(writes: readonly Write[], gateKey: number): FaultPoint {
  const tables = [...new Set(writes.map(({ table }) => table))];
  const kinds = [...new Set(writes.map(({ kind }) => kind))].join(' OR ') as Write['kind'];
  const points = tables.map((table) => heldTransaction({ table, kind: kinds, role: '', rows: 1 }, 'commit', gateKey));
  return {
    name: 'transactions held at COMMIT',
    place: points.map(({ place }) => place).join(';\n'),
    remove: points.map(({ remove }) => remove).join(';\n'),
    countsStrikes: true,
  };
}
