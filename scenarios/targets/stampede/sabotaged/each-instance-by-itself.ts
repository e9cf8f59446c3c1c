import { clusterThat } from './cluster-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const eachInstanceByItself = stampedeSaboteur(
  'each-instance-by-itself',
  'Loads are shared within a process, and not between processes',
  {
    'STAMPEDE-39': /4 processes of 1000 callers: 4 tenant queries instead of 1/,
    'STAMPEDE-40': /4 processes of 1000 callers: 4 tenant queries instead of 1/,
  },
  clusterThat(() => ({ share: (_key, load) => load() })),
);
