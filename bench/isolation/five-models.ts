import { DataTypes, type Database, openDatabase } from '../../src/database/index.ts';

/** Sequelize with five models on a database, connected. */
export async function openFiveModels(url: string): Promise<Database> {
  const database = await openDatabase({ url });
  for (const name of ['tenant', 'user', 'node', 'body', 'event']) {
    database.sequelize.define(name, {
      id: { type: DataTypes.UUID, primaryKey: true },
      name: { type: DataTypes.STRING, allowNull: false, unique: true },
      data: { type: DataTypes.JSONB },
      count: { type: DataTypes.INTEGER, defaultValue: 0 },
    });
  }
  await database.sequelize.authenticate();
  return database;
}
