import { DependencyError } from '../../../src/errors/index.ts';
import { type AdminConnection, openAdminConnection } from '../../counting/index.ts';
import { type StatementRecord, type WireProxy, type WireStatement, startProxy } from '../../wire/index.ts';
import { watchSetup } from '../connection-setup.ts';
import { checkKill, checkProbe } from './check-options.ts';
import { deviationFrom } from './deviation.ts';
import type { ExploreFaultsOptions } from './fault-options.ts';
import type { ExploredOperation, OpenOperation } from './explored-operation.ts';
import type { FaultRun, PlacedFault } from './fault-run.ts';
import type { Invariant } from './invariant.ts';
import { type Observation, sameEntries } from './observation.ts';
import { whyExhausted } from './pool-probe.ts';
import { type RecordedStatement, recordStatement } from './recorded-statement.ts';
import { type Strike, leavesCommitInDoubt } from './strike.ts';
import type { Judgement, Settlement } from '../outcome.ts';
import { endSessions, waitUntilQuiet } from '../quiet-server.ts';
import { settlementOf } from '../settlement.ts';

const graceMs = 500;
const closeMs = 1000;

/** Opens a laboratory, records the operation, and closes everything when the work is done. */
export async function inLaboratory<T>(
  operation: ExploredOperation,
  options: ExploreFaultsOptions,
  invariant: Invariant,
  work: (laboratory: FaultLaboratory) => Promise<T>,
): Promise<T> {
  await using proxy = await startProxy({ upstream: options.url, adminUrl: options.adminUrl });
  await using admin = await openAdminConnection(options.adminUrl);
  await using laboratory = new FaultLaboratory(operation, options, invariant, proxy, admin);
  await laboratory.record();
  return await work(laboratory);
}

/** Runs one operation over and over from the same state, under faults. */
export class FaultLaboratory implements AsyncDisposable {
  readonly #operation: ExploredOperation;
  readonly #options: ExploreFaultsOptions;
  readonly #invariant: Invariant;
  readonly #proxy: WireProxy;
  readonly #admin: AdminConnection;
  readonly #deadlineMs: number;
  readonly #isPoint: (statement: StatementRecord) => boolean;
  #open: OpenOperation | undefined;
  #before: Observation = { committed: [], published: [] };
  #complete: Observation = { committed: [], published: [] };
  #killed: WireStatement | undefined;
  /** What was sent under the faults so far, by those faults. */
  readonly #paths = new Map<string, readonly WireStatement[]>();
  recording: readonly RecordedStatement[] = [];

  constructor(
    operation: ExploredOperation,
    options: ExploreFaultsOptions,
    invariant: Invariant,
    proxy: WireProxy,
    admin: AdminConnection,
  ) {
    this.#operation = operation;
    this.#options = options;
    this.#invariant = invariant;
    this.#proxy = proxy;
    this.#admin = admin;
    this.#deadlineMs = options.deadlineMs ?? 5000;
    const { isFaultPoint } = options;
    const setup = watchSetup(proxy);
    this.#isPoint =
      isFaultPoint === undefined ? (statement) => !setup.includes(statement) : ({ text }) => isFaultPoint(text);
  }

  /** Runs the operation without a fault: once to warm it up, once to learn its statements and what it leaves. */
  async record(): Promise<void> {
    await this.#cleanRun();
    await this.#operation.reset();
    this.#before = await this.#operation.observe();
    await this.#cleanRun();
    const points = this.#points();
    if (points.length === 0)
      throw new DependencyError(
        `${this.#operation.name} sent no statement through the proxy; does it use the URL it was opened with?`,
        {
          code: 'NOTHING_RECORDED',
        },
      );
    this.recording = await Promise.all(points.map(recordStatement));
    this.#complete = await this.#operation.observe();
    const missing = await this.#exhaustion();
    if (missing !== undefined)
      throw new DependencyError(`${this.#operation.name} fails its probe without any fault: ${missing}`, {
        code: 'CLEAN_RUN_FAILED',
      });
  }

  async #cleanRun(): Promise<void> {
    await this.#operation.reset();
    await this.#proxy.reset();
    const { run } = await this.#opened();
    const settlement = await settlementOf(run, this.#deadlineMs + graceMs);
    // What is still under way when the caller has its answer, a late COMMIT for one, is the operation's too.
    await waitUntilQuiet(this.#admin, this.#deadlineMs);
    if (settlement.kind === 'resolved') return;
    const cause = settlement.kind === 'rejected' ? settlement.error : undefined;
    const what =
      settlement.kind === 'rejected' ? `failed: ${String(cause)}` : `did not settle within ${this.#deadlineMs} ms`;
    throw new DependencyError(`${this.#operation.name} ${what}, without any fault`, {
      cause,
      code: 'CLEAN_RUN_FAILED',
    });
  }

  /** One run under the given faults. */
  async run(faults: readonly PlacedFault[]): Promise<FaultRun> {
    const wasKilled = faults.some((one) => one.fault.kind === 'kill-process');
    if (wasKilled) checkKill(await this.#opened());
    const before = await this.#pathBefore(faults);
    const open = await this.#opened();
    await this.#operation.reset();
    await this.#proxy.reset();
    const disarm = await this.#arm(faults, open);
    const started = performance.now();
    const settlement = await settlementOf(open.run, this.#deadlineMs + graceMs);
    const durationMs = performance.now() - started;
    disarm();
    if (settlement.kind === 'unsettled' || wasKilled) await this.#abandon();
    const busy = await waitUntilQuiet(this.#admin, this.#deadlineMs);
    // What is sent from here on, a retry for one, is no place for a second fault.
    const points = this.#points();
    this.#paths.set(JSON.stringify(faults), points);
    if (busy.length > 0) await endSessions(this.#admin, busy);
    // What a dead process left to do, its next life does.
    if (wasKilled) await this.#opened();
    const statements = await this.#proxy.readStatements();
    const firings = await this.#proxy.readFirings();
    const atCommit = await leavesCommitInDoubt(this.#strikes());
    const judged: Judgement & Pick<FaultRun, 'retry'> =
      this.#unfired(faults) ??
      // The faults struck where they were placed: at the statements that were there before.
      (await deviationFrom(before, points.slice(0, faults.at(-1)?.statement))) ??
      stuck(
        settlement,
        wasKilled,
        this.#deadlineMs,
        busy.map((one) => `pid ${one.pid} (${one.state}: ${one.query})`),
      ) ??
      (await this.#leftWithout()) ??
      (await this.#judge(open, settlement, atCommit));
    if (judged.outcome === 'stuck' || judged.outcome === 'nondeterministic') await this.#abandon();
    return {
      ...judged,
      faults,
      text: this.recording[(faults[0]?.statement ?? 0) - 1]?.text ?? '',
      atCommit,
      isAllowed: judged.outcome === 'consistent' || (judged.outcome === 'ambiguous' && atCommit),
      settlement,
      firings,
      statements,
      pointsReached: points.length,
      durationMs,
    };
  }

  async #opened(): Promise<OpenOperation> {
    return (this.#open ??= await this.#operation.open(this.#proxy.urlFor(this.#options.url)));
  }

  /** The statements that were sent and count as fault points, in order. */
  #points(): readonly WireStatement[] {
    return this.#proxy.statements.filter((one) => this.#isPoint(one));
  }

  async #arm(faults: readonly PlacedFault[], open: OpenOperation): Promise<() => void> {
    const stops: (() => void)[] = [];
    this.#killed = undefined;
    for (const { statement, fault } of faults) {
      if (fault.kind === 'kill-process') stops.push(this.#armKill(statement, open));
      else await this.#proxy.inject({ fault, at: { nth: statement, matching: this.#isPoint } });
    }
    return () => stops.forEach((stop) => stop());
  }

  #armKill(nth: number, open: OpenOperation): () => void {
    return this.#proxy.intercept(async (statement) => {
      // A statement that another fault strikes is not intercepted, and counts.
      if (this.#points()[nth - 1] !== statement) return undefined;
      this.#killed = statement;
      await open.kill?.();
      return { kind: 'drop' };
    });
  }

  /** What the operation said before, where the last fault is to strike: the recording, and for a second fault what followed the first one. */
  async #pathBefore(faults: readonly PlacedFault[]): Promise<readonly RecordedStatement[]> {
    const earlier = faults.slice(0, -1);
    const struck = earlier.at(-1)?.statement;
    if (struck === undefined) return this.recording;
    const key = JSON.stringify(earlier);
    // A pair that is asked for alone has not seen its first fault alone.
    if (!this.#paths.has(key)) await this.run(earlier);
    const path = await Promise.all((this.#paths.get(key) ?? []).map(recordStatement));
    return [...(await this.#pathBefore(earlier)).slice(0, struck), ...path.slice(struck)];
  }

  #strikes(): readonly Strike[] {
    const killed = this.#killed;
    if (killed === undefined) return this.#proxy.firings;
    // Nothing is sent by a process after it was killed.
    return [...this.#proxy.firings, { fault: { kind: 'kill-process' }, statement: killed }];
  }

  /** Undefined when every fault fired. */
  #unfired(faults: readonly PlacedFault[]): Judgement | undefined {
    const fired = this.#strikes().length;
    if (fired === faults.length) return undefined;
    return {
      outcome: 'nondeterministic',
      reason: `${fired} of ${faults.length} faults fired: the operation did not reach the statement again`,
    };
  }

  /** Undefined when the pool can serve as many as before; a connection that is never given back shows nowhere else. */
  async #leftWithout(): Promise<Judgement | undefined> {
    const missing = await this.#exhaustion();
    return missing === undefined
      ? undefined
      : { outcome: 'stuck', reason: `the pool is short of connections: ${missing}` };
  }

  async #exhaustion(): Promise<string | undefined> {
    const { probe } = await this.#opened();
    if (probe === undefined) return undefined;
    checkProbe(probe);
    return whyExhausted(this.#proxy, probe, this.#deadlineMs);
  }

  async #judge(
    open: OpenOperation,
    settlement: Settlement,
    atCommit: boolean,
  ): Promise<Judgement & Pick<FaultRun, 'retry'>> {
    const now = await this.#operation.observe();
    const judgement = this.#invariant({ before: this.#before, complete: this.#complete, now, settlement });
    if (judgement.outcome !== 'ambiguous' || !atCommit) return judgement;
    if (open.retry === undefined)
      return { ...judgement, reason: `${judgement.reason}; there is no key to retry with`, retry: 'untried' };
    const retried = await settlementOf(open.retry, this.#deadlineMs + graceMs);
    const after = await this.#operation.observe();
    const isOnce =
      sameEntries(after.committed, this.#complete.committed) && sameEntries(after.published, this.#complete.published);
    if (isOnce && retried.kind === 'resolved')
      return { ...judgement, reason: `${judgement.reason}; the retry was safe`, retry: 'safe' };
    return {
      outcome: 'torn',
      reason: isOnce ? 'committed, but the retry failed' : 'the retry after a lost acknowledgement did it twice',
      retry: 'unsafe',
    };
  }

  /** Leaves an operation behind that a fault broke; the next run opens a new one. */
  async #abandon(): Promise<void> {
    const broken = this.#open;
    this.#open = undefined;
    if (broken !== undefined) await settlementOf(broken.close, closeMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#abandon();
  }
}

function stuck(
  settlement: Settlement,
  wasKilled: boolean,
  deadlineMs: number,
  busy: readonly string[],
): Judgement | undefined {
  if (settlement.kind === 'unsettled' && !wasKilled)
    return {
      outcome: 'stuck',
      reason: `the caller had no answer ${graceMs} ms after the deadline of ${deadlineMs} ms`,
    };
  if (busy.length > 0)
    return { outcome: 'stuck', reason: `a connection was left inside a transaction: ${busy.join(', ')}` };
  return undefined;
}
