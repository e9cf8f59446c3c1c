import { NodeService } from '../../../../../src/content/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';
import { databaseThat } from '../database-that.ts';

export const listWithoutOrder = httpSaboteur(
  'list-without-order',
  {
    mistake: 'the pages of a list are cut from rows in no order',
    caughtBy: [{ scenario: 'ACCESS-15', message: /nodes are listed as .*, not / }],
  },
  {
    nodes: (_right, { database, bus }) => {
      const withoutOrder = new NodeService({
        database: databaseThat(database, (sql) =>
          sql.replace('FROM matching ORDER BY created_at, id', 'FROM matching'),
        ),
        bus,
      });
      return { list: (context, query, options) => withoutOrder.list(context, query, options) };
    },
  },
);
