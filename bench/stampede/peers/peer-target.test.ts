import { expect, test } from 'vitest';
import { runScenario, suites } from '../../../scenarios/index.ts';
import { subjectNamed } from '../subjects/index.ts';
import { peerTarget } from './peer-target.ts';

test('a library is asked in the cases at the wire too: they need nothing of it but the loader', async () => {
  const atTheWire = suites
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ needs }) => needs.includes('tenant-lookup-wire'));
  expect(atTheWire.map(({ id }) => id)).toEqual(['STAMPEDE-20', 'STAMPEDE-21', 'STAMPEDE-22']);
  const [killed] = atTheWire;
  expect(killed && (await runScenario(peerTarget(subjectNamed('async-cache-dedupe')), killed))).toMatchObject({
    verdict: 'passed',
  });
});
