import { type ChildProcess, type StdioOptions, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, sep } from 'node:path';
import { type Ground, leftovers, markName, runFolders } from './leftovers.ts';

/** One long verification: the command that a reader can repeat, and a run that resolves to its figure or throws. */
export interface Check {
  readonly name: string;
  readonly command: string;
  readonly run: (log: (line: string) => void) => Promise<string>;
}

interface Place extends Ground {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly output: string;
  /** What the command is run by: as another user, in a network of its own. */
  readonly around?: readonly string[];
}

const repository = join(import.meta.dirname, '..');

function start(place: Place, command: string): ChildProcess {
  const output = openSync(place.output, 'a');
  const stdio: StdioOptions = ['ignore', output, output];
  const words = [...(place.around ?? []), 'bash', '-c', command];
  const child = spawn('env', words, { cwd: place.cwd, env: place.env, stdio, detached: true });
  closeSync(output);
  return child;
}

function as(uid: number | undefined): readonly string[] {
  return uid === undefined ? [] : ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
}

/** A network that has the loopback interface alone. */
const isolated = ['unshare', '--net', 'bash', '-c', 'ip link set lo up && exec "$@"', 'isolated'];

async function ended(child: ChildProcess): Promise<number | null> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function succeed(place: Place, command: string): Promise<void> {
  const status = await ended(start(place, command));
  if (status === 0) return;
  throw new Error(
    `${command} ended with ${status}:\n${readFileSync(place.output, 'utf8').split('\n').slice(-60).join('\n')}`,
  );
}

async function expectNothingLeft(place: Place): Promise<void> {
  const left = await leftovers(place, 10_000);
  if (left.length > 0) throw new Error(`left behind:\n${left.join('\n')}`);
}

/** A place with an empty home, a temporary folder of its own, and either this tree or a fresh clone of its last commit. */
async function inPlace<T>(options: { clone: boolean; uid?: number }, work: (place: Place) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rustok-verify-'));
  try {
    const [temporaryFolder, home, clone] = [join(folder, 'tmp'), join(folder, 'home'), join(folder, 'clone')];
    for (const path of [temporaryFolder, home]) mkdirSync(path);
    if (options.clone) execFileSync('git', ['clone', '--quiet', repository, clone]);
    if (options.uid !== undefined) {
      execFileSync('chown', ['-R', `${options.uid}:${options.uid}`, folder]);
      chmodSync(folder, 0o755);
    }
    const mark = randomUUID();
    return await work({
      cwd: options.clone ? clone : repository,
      env: {
        PATH: options.clone ? pathOfMachine() : process.env['PATH'],
        HOME: home,
        TMPDIR: temporaryFolder,
        NODE_DISABLE_COMPILE_CACHE: '1', // npm would leave its own in the temporary folder
        [markName]: mark,
      },
      mark,
      before: runFolders(),
      temporaryFolder,
      output: join(folder, 'output.log'),
      around: as(options.uid),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without what npm puts before it while it runs a script of ours: a clean clone finds the machine's own node and npm. */
function pathOfMachine(): string {
  const places = process.env['PATH']?.split(delimiter) ?? [];
  return places.filter((place) => !place.split(sep).includes('node_modules')).join(delimiter);
}

const isRoot = process.getuid?.() === 0;

/** The registry is reached by `npm ci` alone; what follows runs without any network where we may take it away. */
function cleanClone(who: string, uid?: number): Check {
  return {
    name: `both README commands on a clean clone in an empty home, as ${who}${isRoot ? ', loopback alone after npm ci' : ''}`,
    command: 'git clone . x && cd x && (npm ci && npm run prove) && (npm ci && npm test)',
    run: async () =>
      await inPlace({ clone: true, ...(uid === undefined ? {} : { uid }) }, async (place) => {
        const offline = isRoot ? { ...place, around: [...isolated, ...as(uid)] } : place;
        await succeed(place, 'npm ci');
        await succeed(offline, 'npm run prove');
        await succeed(place, 'npm ci');
        await succeed(offline, 'npm test');
        await expectNothingLeft(place);
        return `both succeed (${lastCounts(place)}); no process and no temporary file left`;
      }),
  };
}

/** The summary line that the tests print last. */
function lastCounts(place: Place): string {
  return (
    readFileSync(place.output, 'utf8')
      .match(/^\d+ passed, \d+ failed, \d+ skipped$/gm)
      ?.at(-1) ?? 'no count'
  );
}

function repeated(times: number, command: string): Check {
  return {
    name: `${times} times in a row`,
    command,
    run: async (log) =>
      await inPlace({ clone: false }, async (place) => {
        for (let run = 1; run <= times; run += 1) {
          await succeed(place, command);
          await expectNothingLeft(place);
          log(`${run}/${times}`);
        }
        return `${times} of ${times} succeed; nothing left`;
      }),
  };
}

/** A command that prints its figure last. STAMPEDE-1 is two stampedes of 1000 callers in process, STAMPEDE-2 four over HTTP. */
function figured(name: string, command: string): Check {
  return {
    name,
    command,
    run: async () =>
      await inPlace({ clone: false }, async (place) => {
        await succeed(place, command);
        await expectNothingLeft(place);
        return readFileSync(place.output, 'utf8').trim().split('\n').at(-1) ?? '';
      }),
  };
}

/** Moments in seconds after the start, from the server's start to the last suites. */
const killMoments = [0.3, 0.7, 1.5, 3, 6, 12, 25, 40, 60, 90];
/** For runners that are done sooner. */
const earlyMoments = [0.3, 0.7, 1.5, 2, 3, 4, 6, 8, 12, 16];

interface Killing {
  readonly what: string;
  readonly runner: string;
  readonly moments: readonly number[];
  /** What must succeed on the machine that they were killed on. */
  readonly next: string;
}

function killed({ what, runner, moments, next }: Killing): Check {
  return {
    name: `${what} killed by SIGKILL, ${moments.length} times, ${moments.join(', ')} s after its start`,
    command: runner,
    run: async (log) =>
      await inPlace({ clone: false }, async (place) => {
        for (const seconds of moments) {
          const child = start(place, `exec ${runner}`);
          const gone = ended(child);
          await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
          if (child.exitCode !== null) throw new Error(`${runner} had ended by itself within ${seconds} s`);
          child.kill('SIGKILL');
          await gone;
          await expectNothingLeft(place);
          log(`killed after ${seconds} s: nothing left`);
        }
        await succeed(place, next);
        return `${moments.length} of ${moments.length} leave no process and no temporary file; the next run succeeds`;
      }),
  };
}

function schedules(each: number): Check {
  const command = `SCHEDULES=${each} npx vitest run src/tenancy/singleflight.schedules.test.ts`;
  return {
    name: 'the singleflight under the schedules of fast-check, each of its sentences',
    command,
    run: async () =>
      await inPlace({ clone: false }, async (place) => {
        await succeed(place, command);
        return `${each} schedules hold for each sentence`;
      }),
  };
}

const ordinaryUser = 65_534;

/** All long verifications, cheapest first. */
export const checks: readonly Check[] = [
  schedules(10_000),
  figured('1000 gated stampedes of 1000 in process', 'node verify/repeat-scenario.ts 1000 STAMPEDE-1'),
  figured('200 stampedes of 1000 over HTTP', 'node verify/repeat-scenario.ts 50 STAMPEDE-2'),
  figured(
    'the naive control: exactly 1000 queries for each of 1000 stampedes',
    'node verify/repeat-saboteur.ts 1000 no-singleflight STAMPEDE-1',
  ),
  figured(
    'four processes that share a cold tenant: one query, at most 10 ms dearer than one process',
    'node verify/time-of-instances.ts',
  ),
  figured(
    'the Python orders under every scenario that their file allows',
    'node cli/main.ts prove commit-only --service examples/python-orders/prove.yaml',
  ),
  figured(
    'the Python tenants under every scenario that their file allows',
    'node cli/main.ts prove single-query --service examples/python-tenants/prove.yaml',
  ),
  figured(
    "the packed package, installed by npm in an empty folder as the README says, runs the README's first test",
    'node verify/install-packed.ts',
  ),
  killed({
    what: 'the runner of the suites',
    runner: 'node_modules/.bin/node cli/main.ts prove',
    moments: killMoments,
    next: 'npm run prove -- COMMIT-1',
  }),
  repeated(20, 'node harness/database/isolation/testing/eight-workers.ts 200'),
  killed({
    what: 'eight workers',
    runner: 'node_modules/.bin/node harness/database/isolation/testing/eight-workers.ts 200',
    moments: earlyMoments,
    next: 'node harness/database/isolation/testing/eight-workers.ts 25',
  }),
  killed({
    what: 'the runner of the tests',
    runner: 'node_modules/.bin/node node_modules/.bin/vitest run src harness',
    moments: killMoments,
    next: 'npx vitest run src/errors src/events',
  }),
  repeated(20, 'npm run prove'),
  repeated(3, 'npm run sabotage'),
  cleanClone('the current user'),
  ...(isRoot ? [cleanClone('an ordinary user', ordinaryUser)] : []),
];
