import { importPeer } from '../../src/errors/index.ts';

const histogramModule = await importPeer(
  'hdr-histogram-js',
  'The distribution of latencies',
  () => import('hdr-histogram-js'),
);

export const { build } = histogramModule;
