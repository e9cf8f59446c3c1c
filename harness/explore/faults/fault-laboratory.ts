import { DependencyError } from '../../../src/errors/index.ts';
import { type AdminConnection, openAdminConnection } from '../../counting/index.ts';
import { type StatementRecord, type WireProxy, type WireStatement, startProxy } from '../../wire/index.ts';
import { isConnectionSetup } from '../connection-setup.ts';
import { checkProbe } from './check-options.ts';
import type { ExploreFaultsOptions } from './fault-options.ts';
import type { ExploredOperation, OpenOperation } from './explored-operation.ts';
import type { FaultRun, PlacedFault } from './fault-run.ts';
import type { Invariant } from './invariant.ts';
import { type Observation, sameEntries } from './observation.ts';
import { whyExhausted } from './pool-probe.ts';
import { type RecordedStatement, recordStatement } from './recorded-statement.ts';
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
  readonly #isPoint: (text: string) => boolean;
  #open: OpenOperation | undefined;
  #before: Observation = { committed: [], published: [] };
  #complete: Observation = { committed: [], published: [] };
  #killed: WireStatement | undefined;
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
    this.#isPoint = options.isFaultPoint ?? ((text) => !isConnectionSetup(text));
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
    const open = await this.#opened();
    await this.#operation.reset();
    await this.#proxy.reset();
    const disarm = await this.#arm(faults, open);
    const started = performance.now();
    const settlement = await settlementOf(open.run, this.#deadlineMs + graceMs);
    const durationMs = performance.now() - started;
    disarm();
    // What is sent from here on, a retry for one, is no place for a second fault.
    const pointsReached = this.#points().length;
    const wasKilled = faults.some((one) => one.fault.kind === 'kill-process');
    if (settlement.kind === 'unsettled' || wasKilled) await this.#abandon();
    const busy = await waitUntilQuiet(this.#admin, this.#deadlineMs);
    if (busy.length > 0) await endSessions(this.#admin, busy);
    // What a dead process left to do, its next life does.
    if (wasKilled) await this.#opened();
    const statements = await this.#proxy.readStatements();
    const firings = await this.#proxy.readFirings();
    const first = this.recording[(faults[0]?.statement ?? 0) - 1];
    const atCommit = first?.commits ?? false;
    const judged =
      (await this.#deviation(faults)) ??
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
      text: first?.text ?? '',
      atCommit,
      isAllowed: judged.outcome === 'consistent' || (judged.outcome === 'ambiguous' && atCommit),
      settlement,
      firings,
      statements,
      pointsReached,
      durationMs,
    };
  }

  async #opened(): Promise<OpenOperation> {
    return (this.#open ??= await this.#operation.open(this.#proxy.urlFor(this.#options.url)));
  }

  /** The statements that were sent and count as fault points, in order. */
  #points(): readonly WireStatement[] {
    return this.#proxy.statements.filter((one) => this.#isPoint(one.text));
  }

  readonly #matches = (statement: StatementRecord): boolean => this.#isPoint(statement.text);

  async #arm(faults: readonly PlacedFault[], open: OpenOperation): Promise<() => void> {
    const stops: (() => void)[] = [];
    this.#killed = undefined;
    for (const { statement, fault } of faults) {
      if (fault.kind === 'kill-process') stops.push(this.#armKill(statement, open));
      else await this.#proxy.inject({ fault, at: { nth: statement, matching: this.#matches } });
    }
    return () => stops.forEach((stop) => stop());
  }

  #armKill(nth: number, open: OpenOperation): () => void {
    let seen = 0;
    return this.#proxy.intercept(async (statement) => {
      if (!this.#isPoint(statement.text)) return undefined;
      seen += 1;
      if (seen !== nth) return undefined;
      this.#killed = statement;
      await open.kill?.();
      return { kind: 'drop' };
    });
  }

  /** Undefined when every fault fired at the statement that the recording has at its place. */
  async #deviation(faults: readonly PlacedFault[]): Promise<Judgement | undefined> {
    const fired = this.#proxy.firings.length + (this.#killed === undefined ? 0 : 1);
    if (fired !== faults.length)
      return {
        outcome: 'nondeterministic',
        reason: `${fired} of ${faults.length} faults fired: the operation did not reach the statement again`,
      };
    const place = faults[0]?.statement ?? 0;
    const reached = await Promise.all(this.#points().slice(0, place).map(recordStatement));
    const differs = reached.findIndex((one, index) => one.identity !== this.recording[index]?.identity);
    if (differs === -1) return undefined;
    return {
      outcome: 'nondeterministic',
      reason: `statement ${differs + 1} was ${reached[differs]?.text ?? '?'} and in the recording ${this.recording[differs]?.text ?? '?'}`,
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

  async #judge(open: OpenOperation, settlement: Settlement, atCommit: boolean): Promise<Judgement> {
    const now = await this.#operation.observe();
    const judgement = this.#invariant({ before: this.#before, complete: this.#complete, now, settlement });
    if (judgement.outcome !== 'ambiguous' || !atCommit || open.retry === undefined) return judgement;
    const retried = await settlementOf(open.retry, this.#deadlineMs + graceMs);
    const after = await this.#operation.observe();
    const isOnce =
      sameEntries(after.committed, this.#complete.committed) && sameEntries(after.published, this.#complete.published);
    if (isOnce && retried.kind === 'resolved')
      return { ...judgement, reason: `${judgement.reason}; the retry was safe` };
    return {
      outcome: 'torn',
      reason: isOnce ? 'committed, but the retry failed' : 'the retry after a lost acknowledgement did it twice',
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
