import {
  type Capability,
  type Detail,
  InconclusiveError,
  type Reporter,
  type Scenario,
  type ScenarioResult,
  type Subject,
  type Target,
  type Verdict,
} from '../contract/index.ts';
import { recordEvidence } from './evidence-recorder.ts';
import { lackOfEngine } from './lack-of-engine.ts';
import { findLeaks } from './find-leaks.ts';
import { fateWithin } from './within.ts';

const defaultDeadlineMs = 120_000;
const disposalDeadlineMs = 15_000;

/** Deadlines and progress of a run. */
export interface RunOptions {
  readonly onProgress?: (line: string) => void;
  /** Tries this fault point alone, in scenarios that take one: `create, drop-after at statement 6`. */
  readonly point?: string;
  /** After so many violations a scenario looks no further; 3 unless told. Where some are accepted, ask for all of them. */
  readonly enough?: number;
  /** Overrides every scenario's own deadline. */
  readonly deadlineMs?: number;
  /** Called with each scenario's outcome as soon as it is known; what it throws ends the run. */
  readonly onOutcome?: (outcome: ScenarioOutcome) => void;
}

/** A result that also keeps the error, the database and the details, for runners that show more than the report does. */
export interface ScenarioOutcome extends ScenarioResult {
  readonly error?: unknown;
  readonly database?: string;
  readonly details: readonly Detail[];
}

/** Runs one scenario on a fresh subject and never rejects: whatever goes wrong becomes the verdict and its reason. */
export async function runScenario(
  target: Target,
  scenario: Scenario,
  options: RunOptions = {},
): Promise<ScenarioOutcome> {
  const startedAt = performance.now();
  const abort = new AbortController();
  const report = recordEvidence(abort.signal, options);
  const conclude = (judgement: Judgement): ScenarioOutcome => {
    const outcome = {
      id: scenario.id,
      title: scenario.title,
      ...judgement,
      durationMs: Math.round(performance.now() - startedAt),
      evidence: { ...report.evidence },
      details: [...report.details],
    };
    options.onOutcome?.(outcome);
    return outcome;
  };

  const missing = scenario.needs.filter((need) => !target.capabilities.has(need));
  if (missing.length > 0) {
    return conclude({ verdict: 'skipped', reason: describeMissing(target, missing) });
  }
  const available = (await scenario.available?.()) ?? true;
  if (available !== true) return conclude({ verdict: 'skipped', reason: available });
  const lack = await fateWithin(lackOfEngine(target, scenario), defaultDeadlineMs);
  if (lack?.status === 'rejected') return conclude(failed(lack.reason, `target ${target.name} did not open: `));
  if (lack?.value !== undefined) return conclude({ verdict: 'skipped', reason: lack.value });
  const deadlineMs = options.deadlineMs ?? scenario.deadlineMs ?? defaultDeadlineMs;
  const opened = await fateWithin(target.open(scenario.opens), deadlineMs);
  if (opened === undefined)
    return conclude(failed(new Error(`target ${target.name} did not open within ${deadlineMs} ms`)));
  if (opened.status === 'rejected') return conclude(judged(opened.reason, `target ${target.name} did not open: `));
  const subject = opened.value;
  const judgement = await judge(scenario, subject, report, deadlineMs, abort);
  const disposed = await fateWithin(disposeOf(subject), disposalDeadlineMs);
  return conclude({ ...settle(judgement, disposed), database: subject.database });
}

interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly error?: unknown;
  readonly database?: string;
}

async function judge(
  scenario: Scenario,
  subject: Subject,
  report: Reporter,
  deadlineMs: number,
  abort: AbortController,
): Promise<Judgement> {
  const ran = await fateWithin(start(scenario, subject, report), deadlineMs);
  if (ran === undefined) {
    abort.abort();
    return failed(new Error(`did not finish within its deadline of ${deadlineMs} ms`));
  }
  if (ran.status === 'rejected') return judged(ran.reason);
  const leaks = await fateWithin(findLeaks(subject), disposalDeadlineMs);
  if (leaks === undefined) return failed(new Error('looking for leaks did not finish'));
  if (leaks.status === 'rejected') return failed(leaks.reason, 'could not look for leaks: ');
  if (leaks.value.length > 0) return failed(new Error(`leaked ${leaks.value.join('; ')}`));
  return { verdict: 'passed' };
}

/** An `async` function, so that a scenario that throws before its first await is judged like any other. */
async function start(scenario: Scenario, subject: Subject, report: Reporter): Promise<void> {
  await scenario.run(subject, report);
}

async function disposeOf(subject: AsyncDisposable): Promise<void> {
  await subject[Symbol.asyncDispose]();
}

/** A subject that cannot be disposed of turns a pass into a failure; the first failure keeps the word. */
function settle(judgement: Judgement, disposed: PromiseSettledResult<void> | undefined): Judgement {
  if (disposed?.status === 'fulfilled' || judgement.verdict === 'failed') return judgement;
  return disposed === undefined
    ? failed(new Error(`leaked the subject: it was not disposed of within ${disposalDeadlineMs} ms`))
    : failed(disposed.reason, 'leaked the subject: ');
}

function judged(error: unknown, prefix = ''): Judgement {
  const judgement = failed(error, prefix);
  return error instanceof InconclusiveError ? { ...judgement, verdict: 'inconclusive' } : judgement;
}

function failed(error: unknown, prefix = ''): Judgement {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return { verdict: 'failed', reason: `${prefix}${message}`, error };
}

/** Names what the target cannot do, and why where it says so. */
function describeMissing({ name, lacks }: Target, missing: readonly Capability[]): string {
  const why = [...new Set(missing.flatMap((need) => lacks?.[need] ?? []))].join('; ');
  const lack = `target ${name} lacks the capability ${missing.join(', ')}`;
  return why === '' ? lack : `${lack}: ${why}`;
}
