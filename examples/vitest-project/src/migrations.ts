import { DataTypes, type QueryInterface, Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';

const migrations = [
  {
    name: '0001-notes',
    up: async ({ context }: { context: QueryInterface }) => {
      await context.createTable('notes', {
        id: { type: DataTypes.UUID, primaryKey: true },
        author: { type: DataTypes.STRING, allowNull: false },
        text: { type: DataTypes.TEXT, allowNull: false },
      });
    },
  },
  {
    name: '0002-outbox',
    up: async ({ context }: { context: QueryInterface }) => {
      await context.createTable('outbox', {
        id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
        type: { type: DataTypes.STRING, allowNull: false },
        data: { type: DataTypes.JSONB, allowNull: false },
      });
    },
  },
];

/** Brings a database to the schema of the notes. */
export function migratorOf(url: string) {
  const sequelize = new Sequelize(url, { logging: false });
  const umzug = new Umzug({
    migrations,
    context: sequelize.getQueryInterface(),
    storage: new SequelizeStorage({ sequelize }),
    logger: undefined,
  });
  return { umzug, close: () => sequelize.close() };
}
