import type { Model, Optional } from 'sequelize';
import { DataTypes, perSequelize } from '../database/index.ts';

export type EventStatus = 'pending' | 'dispatched' | 'failed';

/** A row of the outbox. */
export interface SysEventAttributes {
  /** The envelope's id. */
  readonly id: string;
  readonly eventType: string;
  readonly schemaVersion: number;
  /** The whole envelope, in its wire form. */
  readonly payload: unknown;
  readonly tenantId: string;
  /** `failed` is a dead letter. */
  readonly status: EventStatus;
  /** Failed attempts so far; the payload's own count stays 0. */
  readonly retryCount: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: string | null;
  readonly claimedBy: string | null;
  readonly claimedAt: Date | null;
  readonly createdAt: Date;
  readonly dispatchedAt: Date | null;
}

type Defaulted =
  'status' | 'retryCount' | 'nextAttemptAt' | 'lastError' | 'claimedBy' | 'claimedAt' | 'createdAt' | 'dispatchedAt';

export interface SysEvent
  extends Model<SysEventAttributes, Optional<SysEventAttributes, Defaulted>>, SysEventAttributes {}

/** The model of `sys_events`, for reading the outbox. */
export const sysEventModel = perSequelize((sequelize) =>
  sequelize.define<SysEvent>(
    'SysEvent',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      eventType: { type: DataTypes.STRING(255), allowNull: false },
      schemaVersion: { type: DataTypes.SMALLINT, allowNull: false },
      payload: { type: DataTypes.JSONB, allowNull: false },
      tenantId: { type: DataTypes.UUID, allowNull: false },
      status: { type: DataTypes.STRING(32), allowNull: false, defaultValue: 'pending' },
      retryCount: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
      nextAttemptAt: DataTypes.DATE,
      lastError: DataTypes.STRING(2048),
      claimedBy: DataTypes.STRING(128),
      claimedAt: DataTypes.DATE,
      createdAt: { type: DataTypes.DATE, allowNull: false },
      dispatchedAt: DataTypes.DATE,
    },
    { tableName: 'sys_events', underscored: true, timestamps: false },
  ),
);
