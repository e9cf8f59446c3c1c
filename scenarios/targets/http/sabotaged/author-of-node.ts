import { QueryTypes } from '../../../../src/database/index.ts';
import type { Services } from '../../../../src/index.ts';

/** The author of a node, null for nobody. */
export async function authorOfNode({ database }: Services, id: string): Promise<string | null | undefined> {
  const [row] = await database.sequelize.query<{ author_id: string | null }>(
    'SELECT author_id FROM nodes WHERE id = $1',
    { bind: [id], type: QueryTypes.SELECT },
  );
  return row?.author_id;
}
