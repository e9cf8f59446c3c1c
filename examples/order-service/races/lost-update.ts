import assert from 'node:assert/strict';
import { reserve, reserveByReadingFirst } from '../service/stock.ts';
import { type Race, results } from './race.ts';

export const lostUpdate: Race = {
  name: 'lost update',
  start: 'DELETE FROM items; INSERT INTO items VALUES (1, 10)',
  callers: ['alice', 'bob'],
  broken: (pool) => reserveByReadingFirst(pool, 1, 3),
  mended: (pool) => reserve(pool, 1, 3),
  check: async (database, outcomes) => {
    const reserved = 3 * results(outcomes).filter((done) => done === true).length;
    const { rows } = await database.query<{ stock: number }>('SELECT stock FROM items WHERE id = 1');
    const left = rows[0]?.stock;
    assert.ok(left === 10 - reserved, `${reserved} of 10 were reserved, and ${left} are left`);
  },
};
