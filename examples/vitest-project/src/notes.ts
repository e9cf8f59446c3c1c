import { randomUUID } from 'node:crypto';
import { DataTypes, Model, Sequelize } from 'sequelize';

/** A note, as it is stored. */
export interface Note {
  readonly id: string;
  readonly author: string;
  readonly text: string;
}

/** Notes on one database. Every write and its event are one transaction. */
export class Notes {
  readonly #sequelize: Sequelize;
  readonly #models: ReturnType<typeof modelsOf>;

  constructor(url: string) {
    this.#sequelize = new Sequelize(url, { logging: false, define: { timestamps: false } });
    this.#models = modelsOf(this.#sequelize);
  }

  async write(author: string, text: string): Promise<Note> {
    const { NoteRow, OutboxRow } = this.#models;
    return this.#sequelize.transaction(async (transaction) => {
      const { id } = await NoteRow.create({ id: randomUUID(), author, text }, { transaction });
      await OutboxRow.create({ type: 'note.written', data: { id, author } }, { transaction });
      return { id, author, text };
    });
  }

  async close(): Promise<void> {
    await this.#sequelize.close();
  }
}

function modelsOf(sequelize: Sequelize) {
  class NoteRow extends Model {
    declare id: string;
    declare author: string;
    declare text: string;
  }
  class OutboxRow extends Model {
    declare id: string;
    declare type: string;
    declare data: object;
  }
  const { UUID, STRING, TEXT, BIGINT, JSONB } = DataTypes;
  NoteRow.init({ id: { type: UUID, primaryKey: true }, author: STRING, text: TEXT }, { sequelize, tableName: 'notes' });
  OutboxRow.init(
    { id: { type: BIGINT, primaryKey: true, autoIncrement: true }, type: STRING, data: JSONB },
    { sequelize, tableName: 'outbox' },
  );
  return { NoteRow, OutboxRow };
}
