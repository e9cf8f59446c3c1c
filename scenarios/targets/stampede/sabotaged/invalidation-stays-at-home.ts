import { clusterThat } from './cluster-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const invalidationStaysAtHome = stampedeSaboteur(
  'invalidation-stays-at-home',
  'An instance takes back what it shared, and tells nobody who has it already',
  {
    'STAMPEDE-41': /instance 2 still served a tenant 2000 ms after instance 1 had invalidated it/,
    'STAMPEDE-42': /instance 2 still served a tenant 2000 ms after instance 1 had invalidated it/,
  },
  clusterThat(() => ({ onInvalidated: () => () => {} })),
);
