import {
  type Scenario,
  type ScenarioOutcome,
  type Target,
  type Verdict,
  runScenario,
  suites,
} from '../../../scenarios/index.ts';
import { stampedeReference } from '../../../scenarios/targets/stampede/index.ts';
import { RustokError } from '../../../src/errors/index.ts';
import { type Subject, peers, subjectNamed } from '../subjects/index.ts';
import { ownCases } from './own-cases.ts';
import { peerTarget } from './peer-target.ts';

/** How one library fared in one case. */
export interface Cell {
  readonly id: string;
  readonly library: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** All libraries in all cases. */
export interface PeersTable {
  readonly libraries: readonly string[];
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly cells: readonly Cell[];
}

/** Time for one case: a library that never answers must not keep the table waiting. */
const deadlineMs = 60_000;

/** Plays the cases of suite STAMPEDE that are called in process, and some of our own, on the reference and on every library. */
export async function judgePeers(onProgress: (line: string) => void): Promise<PeersTable> {
  const scenarios = await calledScenarios();
  const cells: Cell[] = [];
  const note = (cell: Cell): void => {
    cells.push(cell);
    onProgress(`${cell.library} ${cell.id}: ${cell.verdict}`);
  };
  for (const scenario of scenarios) note(await judgeScenario('reference', stampedeReference, scenario));
  for (const subject of [subjectNamed('reference'), ...peers]) {
    if (subject.name !== 'reference') {
      const target = peerTarget(subject);
      for (const scenario of scenarios) note(await judgeScenario(subject.name, target, scenario));
    }
    for (const own of ownCases) note({ id: own.id, library: subject.name, ...(await judgeOwn(subject, own.judge)) });
  }
  const cases = [...scenarios, ...ownCases].map(({ id, title }) => ({ id, title: title.replace(/, in process$/, '') }));
  return { libraries: ['reference', ...peers.map(({ name }) => name)], cases, cells };
}

async function calledScenarios(): Promise<readonly Scenario[]> {
  const suite = suites.find(({ name }) => name === 'STAMPEDE');
  if (suite === undefined) throw new RustokError('SUITE_MISSING', 'There is no suite STAMPEDE');
  return suite.scenarios.filter(({ needs }) => needs.includes('tenant-lookup'));
}

/** What fails is played again: a machine that was too busy for once is no fault of a library. */
async function judgeScenario(library: string, target: Target, scenario: Scenario): Promise<Cell> {
  const first = await runScenario(target, scenario, { deadlineMs });
  const { verdict, reason = '' } = first.verdict === 'failed' ? await again(target, scenario, first) : first;
  return { id: scenario.id, library, verdict, reason };
}

async function again(
  target: Target,
  scenario: Scenario,
  first: ScenarioOutcome,
): Promise<Pick<ScenarioOutcome, 'verdict' | 'reason'>> {
  const second = await runScenario(target, scenario, { deadlineMs });
  if (second.verdict === 'failed') return second;
  return { verdict: 'inconclusive', reason: `failed once and then ${second.verdict}: ${first.reason ?? ''}` };
}

async function judgeOwn(
  subject: Subject,
  judge: (subject: Subject) => Promise<string | undefined>,
): Promise<Pick<Cell, 'verdict' | 'reason'>> {
  const reason = await judge(subject);
  return reason === undefined ? { verdict: 'passed', reason: '' } : { verdict: 'failed', reason };
}
