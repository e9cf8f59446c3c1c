import { importPeer } from '../../../src/errors/index.ts';

const plotModule = await importPeer(
  '@observablehq/plot',
  'The charts of the report',
  () => import('@observablehq/plot'),
);

export const { barX, frame, line, plot, rectY, ruleX, text, tickX, binX } = plotModule;
