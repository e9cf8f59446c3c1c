import { clusterThat } from './cluster-that.ts';
import { DependencyError } from '../../../../src/errors/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const redisFailureFailsTheRequest = stampedeSaboteur(
  'redis-failure-fails-the-request',
  'An instance that cannot reach Redis answers nobody',
  { 'STAMPEDE-45': /while Redis is \w+, instance \d: told 503 × 250 instead of 200/ },
  clusterThat((right) => ({
    share: async (key, load, signal) => {
      const { failures } = right.stats();
      const text = await right.share(key, load, signal);
      if (right.stats().failures > failures) throw new DependencyError('Redis is not available');
      return text;
    },
  })),
);
