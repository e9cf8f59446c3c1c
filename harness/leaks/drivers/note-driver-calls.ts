import { copiesBeside, copiesOf } from '../../drivers/index.ts';
import { noteClientsOf, notePgPoolsOf } from './pg-driver.ts';
import { noteSequelizePoolsOf } from './sequelize-pool.ts';

let isDone = false;

/**
 * Looks over the shoulder of pg and of Sequelize's pool, in this package's copy and in that of the project that is tested.
 * What a call does stays as it was; where it was made from is remembered while a watch is open.
 */
export function noteDriverCalls(): void {
  if (isDone) return;
  isDone = true;
  for (const driver of copiesOf('pg')) {
    noteClientsOf(driver);
    notePgPoolsOf(driver);
  }
  // Sequelize's own copy of its pool: the one that lies beside it.
  for (const pool of copiesBeside('sequelize', 'sequelize-pool')) noteSequelizePoolsOf(pool);
}
