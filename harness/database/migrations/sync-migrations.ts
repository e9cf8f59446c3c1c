import type { Model, ModelStatic, Sequelize } from 'sequelize';
import type { Migrations } from '../test-database.ts';
import { hashOf } from './hash-of.ts';
import { MigrationError, migrationFailed } from './migration-error.ts';

// Port 1 answers nobody: to read the models takes no connection.
const nowhere = 'postgres://nobody@127.0.0.1:1/to-read-models';

/** `sequelize.sync()` of the models that `open` defines on a new Sequelize; the hash is that of their definitions. */
export function syncMigrations(open: (url: string) => Sequelize | Promise<Sequelize>): Migrations {
  const withModels = async <T>(url: string, work: (sequelize: Sequelize) => Promise<T>): Promise<T> => {
    const sequelize = await open(url);
    try {
      if (Object.keys(sequelize.models).length > 0) return await work(sequelize);
      throw new MigrationError(
        'MIGRATIONS_EMPTY',
        'No model is defined on the Sequelize that syncMigrations was given',
      );
    } finally {
      await sequelize.close();
    }
  };
  return {
    hash: () => withModels(nowhere, async ({ models }) => hashOf(Object.values(models).map(definitionOf))),
    run: (url) => withModels(url, sync),
  };
}

async function sync(sequelize: Sequelize): Promise<void> {
  try {
    await sequelize.sync();
  } catch (cause) {
    const statement = cause instanceof Error && 'sql' in cause ? String(cause.sql).slice(0, 200) : undefined;
    throw migrationFailed(
      { file: statement === undefined ? 'sequelize.sync()' : `sequelize.sync(), ${statement}` },
      cause,
    );
  }
}

function definitionOf(model: ModelStatic<Model>): unknown {
  const attributes = Object.entries(model.getAttributes()).map(([name, attribute]) => [
    name,
    Object.entries(attribute).map(([key, value]) => [key, plain(value)]),
  ]);
  return [model.name, plain(model.getTableName()), attributes, plain(model.options.indexes)];
}

/** A value of a definition as JSON can hold it: types by their SQL, functions by their text, symbols (Sequelize's operators) by name. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') return isModel(value) ? value.name : String(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'symbol' ? String(value) : value;
  if (Array.isArray(value)) return value.map(plain);
  if (isDataType(value)) return [value.toSql(), ...['values', 'type'].map((key) => plain(Reflect.get(value, key)))];
  return Reflect.ownKeys(value).map((key) => [String(key), plain((value as Record<PropertyKey, unknown>)[key])]);
}

function isModel(value: object): value is { readonly name: string } {
  return 'getTableName' in value;
}

function isDataType(value: object): value is { toSql(): string } {
  return 'toSql' in value;
}
