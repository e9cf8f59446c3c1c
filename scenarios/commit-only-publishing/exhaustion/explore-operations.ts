import { quickFaults } from '../../../harness/explore/index.ts';
import {
  InconclusiveError,
  type FaultMatrix,
  type Operation,
  type Reporter,
  type Subject,
} from '../../contract/index.ts';
import { Levers } from '../../levers/index.ts';
import { OpenResources } from '../../resources/index.ts';
import { mutatingOperations } from '../mutating-operations.ts';
import { readPoint } from './chosen-point.ts';
import { type Exploration, exploreAtRest } from './explore-at-rest.ts';
import { type RepeatedWork, atRest } from './operation-at-rest.ts';
import { Tally } from './tally.ts';
import { wireOf } from './wire-of.ts';

/** How many explore side by side, where the subject can be opened more than once; for faults that wait more than they work. */
interface Breadth {
  readonly sideBySide?: number;
}

/** Of side by side, into so many parts each operation's statements are divided: one with many must not be what all wait for. */
const partsOfEach = 3;

/** Every `of`-th statement of an operation, beginning with one of the first. */
interface Part {
  readonly name: string;
  readonly first: number;
  readonly of: number;
}

/** Breaks every mutating operation at every statement that it sends, once for each fault. */
export async function exploreOperations(
  subject: Subject,
  report: Reporter,
  { sideBySide = 1, ...exploration }: Exploration & Breadth,
): Promise<void> {
  const tally = new Tally(report);
  const names = chosenOperations(subject, report);
  await using others = new OpenResources();
  const subjects = [subject];
  while (subjects.length < Math.min(sideBySide, names.length * partsOfEach) && report.point === undefined) {
    const another = await subject.openAnother?.();
    if (another === undefined) break;
    subjects.push(others.use(another));
  }
  const parts = partsOf(names, subjects.length === 1 ? 1 : partsOfEach);
  const matrices = new Map<string, FaultMatrix>();
  let lastRecorded = Promise.resolve();
  const exploreOn = async (one: Subject) => {
    await using levers = await Levers.open(one);
    for (let part = parts.shift(); part !== undefined && tally.wanted > 0; part = parts.shift()) {
      // To record is work, and many who work at once would miss their deadlines by themselves: one after the other.
      const [ourTurn, recorded] = [lastRecorded, Promise.withResolvers<void>()];
      lastRecorded = recorded.promise;
      await ourTurn;
      try {
        const explored = await atRest(one, wireOf(one), levers, await workOf(one, part.name));
        const how = { ...exploration, ...placesOf(part, exploration), onRecorded: () => recorded.resolve() };
        const matrix = await exploreAtRest({ subject: one, report, tally }, explored, how);
        matrices.set(part.name, joined(matrices.get(part.name), matrix));
        const [broken, all] = [matrix.cells.length, matrix.statements.length];
        report.progress(`  ${part.name}: ${broken} runs at ${all} statements, ${report.evidence.faultPoints} so far`);
      } finally {
        recorded.resolve();
      }
    }
  };
  try {
    await Promise.all(subjects.map(exploreOn));
  } finally {
    for (const matrix of matrices.values()) report.attach(matrix);
  }
  tally.conclude();
}

function partsOf(names: readonly string[], of: number): Part[] {
  return names.flatMap((name) => Array.from({ length: of }, (_, first) => ({ name, first, of })));
}

function placesOf({ first, of }: Part, { faults = quickFaults }: Exploration): Pick<Exploration, 'places'> {
  if (of === 1) return {};
  const places: Exploration['places'] = (statements) =>
    statements.flatMap((_, index) =>
      index % of === first ? faults.map((fault) => [{ statement: index + 1, fault }]) : [],
    );
  return { places };
}

/** What was explored in parts is shown as a whole. */
function joined(left: FaultMatrix | undefined, right: FaultMatrix): FaultMatrix {
  if (left === undefined) return right;
  const cells = [...left.cells, ...right.cells];
  return { ...left, cells: cells.toSorted((one, other) => one.statement - other.statement) };
}

/** All of them, or the one whose fault point is asked for. */
function chosenOperations(subject: Subject, { point }: Reporter): string[] {
  const names = mutatingOperations(subject).map(([name]) => name);
  if (point === undefined) return names;
  const { operation } = readPoint(point);
  if (names.includes(operation)) return [operation];
  throw new InconclusiveError(`there is no operation ${operation} that changes state; there are ${names.join(', ')}`);
}

async function workOf({ operations: known }: Subject, name: string): Promise<RepeatedWork> {
  const { isRepeatable, prepare } = known[name] as Operation;
  const input = await prepare();
  return {
    name,
    input,
    by: ({ operations }) => {
      const run = async () => operations[name]?.call(input);
      return isRepeatable === true ? { run, retry: run } : { run };
    },
  };
}
