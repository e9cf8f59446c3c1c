import { importPeer } from '../errors/index.ts';

const sequelizeModule = await importPeer('sequelize', 'The reference services', () => import('sequelize'));

export const {
  BaseError,
  ConnectionAcquireTimeoutError,
  ConnectionError,
  DataTypes,
  QueryTypes,
  Sequelize,
  Transaction,
} = sequelizeModule;
