import { QueryTypes } from '../../../../src/database/index.ts';
import type { Services } from '../../../../src/index.ts';

/** The tenant of a node, whoever asks. */
export async function tenantOfNode({ database }: Services, id: string): Promise<string | undefined> {
  const [row] = await database.sequelize.query<{ tenant_id: string }>('SELECT tenant_id FROM nodes WHERE id = $1', {
    bind: [id],
    type: QueryTypes.SELECT,
  });
  return row?.tenant_id;
}
