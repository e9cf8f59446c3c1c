import { requireOpenFiles, requireOwnSockets } from '../../harness/load/index.ts';
import { isRustokError } from '../../src/errors/index.ts';
import { coldCase } from './cases/cold.ts';
import { expiryCase } from './cases/expiry.ts';
import { getHitCase } from './cases/get-hit.ts';
import { hitCase } from './cases/hit.ts';
import { openCase } from './cases/open.ts';
import type { Measured } from './measurement.ts';
import { type CaseName, type ColdCase, type StampedeOptions, coldCases } from './options.ts';
import type { Taken } from './rows.ts';
import { ServerProcess } from './served/server-process.ts';
import { type Stage, deadlineMs, openStage } from './stage.ts';

/** What was measured before the end or the interruption, and who could not be measured at all. */
export interface StampedeRun {
  readonly taken: readonly Taken[];
  /** Resolvers that were left out, and why. */
  readonly absent: Readonly<Record<string, string>>;
  readonly isPartial: boolean;
  readonly database: string;
}

/** Long enough for everything but the case that is about expiry. */
const ttlMs = 300_000;
const aroundTheFirst = 'warming up';

/** Measures every resolver in every round, in an order that alternates; each in a serving process of its own, afresh in each round. */
export async function runStampede(options: StampedeOptions): Promise<StampedeRun> {
  requireOwnSockets();
  requireOpenFiles(options.connections);
  await using stage = await openStage(options);
  const taken: Taken[] = [];
  const absent: Record<string, string> = {};
  const of = options.rounds * options.resolvers.reduce((sum, name) => sum + casesOf(name, options.cases).length, 0);
  const tell = (what: string): void => options.onProgress?.({ done: taken.length, of, what });
  const isStopped = (): boolean => options.signal?.aborted === true;
  for (let round = 0; round < options.rounds && !isStopped(); round += 1) {
    for (const subject of round % 2 === 0 ? options.resolvers : options.resolvers.toReversed()) {
      if (isStopped() || absent[subject] !== undefined) continue;
      try {
        for await (const [name, measured] of measureSubject(stage, {
          subject,
          round,
          cases: casesOf(subject, options.cases),
          tell,
        }))
          taken.push({ subject, name, round, measured });
      } catch (error) {
        // Who is interrupted keeps what was measured; a library that is missing is left out, and the report says so.
        if (isStopped()) break;
        if (!isRustokError(error, 'MISSING_PEER')) throw error;
        absent[subject] = error.message;
      }
    }
  }
  const { engine, version } = stage.database;
  return { taken, absent, isPartial: isStopped(), database: `PostgreSQL ${version} (${engine})` };
}

/** The constant handler asks no database: there is nothing to be cold. Whom a stale tenant may be served differs under expiry alone. */
function casesOf(subject: string, cases: readonly CaseName[]): CaseName[] {
  if (subject === 'reference-stale') return cases.filter((name) => name === 'expiry');
  return subject === 'constant' ? cases.filter((name) => !isCold(name)) : [...cases];
}

interface Measuring {
  readonly subject: string;
  readonly round: number;
  readonly cases: readonly CaseName[];
  readonly tell: (what: string) => void;
}

async function* measureSubject(
  stage: Stage,
  { subject, round, cases, tell }: Measuring,
): AsyncGenerator<[CaseName, Measured]> {
  const slug = await stage.insertTenant();
  const databaseUrl = stage.database.url;
  const wanted = inOrder(cases).filter((name) => name !== 'expiry');
  if (wanted.length > 0) {
    await using server = await ServerProcess.start({ databaseUrl, subject, slug, ttlMs, deadlineMs });
    let isWarm = false;
    for (const name of wanted) {
      if (isCold(name) && !isWarm) {
        tell(`${subject}: ${aroundTheFirst}`);
        await coldCase(stage, server, 'found', { bareFirst: true });
        isWarm = true;
      }
      tell(`${subject}: ${name}`);
      yield [name, await orDoubt(stage, () => measure(stage, server, { name, slug, round }))];
    }
  }
  if (!cases.includes('expiry')) return;
  tell(`${subject}: expiry`);
  yield ['expiry', await orDoubt(stage, () => expiryCase(stage, subject))];
}

/** A resolver that cannot be measured in one case has no figures there; the others go on. */
async function orDoubt({ signal }: Stage, take: () => Promise<Measured>): Promise<Measured> {
  try {
    return await take();
  } catch (error) {
    if (signal?.aborted === true || isRustokError(error, 'MISSING_PEER')) throw error;
    return {
      figures: [],
      doubts: [`it could not be measured: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
}

async function measure(
  stage: Stage,
  server: ServerProcess,
  { name, slug, round }: { readonly name: CaseName; readonly slug: string; readonly round: number },
): Promise<Measured> {
  if (name === 'get-hit') return await getHitCase(server);
  if (name === 'hit') return await hitCase(stage, server, slug);
  if (name === 'open') return await openCase(stage, server, slug);
  if (name === 'expiry') throw new Error('unreachable: it has a process of its own');
  return await coldCase(stage, server, name, { bareFirst: round % 2 === 0 });
}

/** The time of a hit first, in a process that is fresh; crowds last, when everything is compiled. */
function inOrder(cases: readonly CaseName[]): CaseName[] {
  const order: readonly CaseName[] = ['get-hit', 'hit', 'open', ...coldCases, 'expiry'];
  return order.filter((name) => cases.includes(name));
}

function isCold(name: CaseName): name is ColdCase {
  return coldCases.some((cold) => cold === name);
}
