import { z } from 'zod';
import { callable, checkConfiguration, objectWith, sources, wholeNumber, withMethods } from '../configuration/index.ts';
import { type Database, openedDatabase } from '../database/index.ts';
import { DeadlineError } from '../errors/index.ts';
import { type Clock, type EventEnvelope, decodeEnvelope, runInHandling, systemClock } from '../events/index.ts';
import { backoffMs } from './backoff.ts';
import { CLAIM_MS, type ClaimedRow, claimBatch } from './claim.ts';
import type { EventSink } from './event-sink.ts';
import { type Settlement, settlementOf } from './settle.ts';

export interface DrainOptions {
  readonly database: Database;
  readonly sink: EventSink;
  readonly clock?: Clock | undefined;
  /** Spreads the retries; in [0, 1). */
  readonly random?: (() => number) | undefined;
  /** Default 100. */
  readonly batchSize?: number | undefined;
  /** Failed deliveries after which an event becomes a dead letter. Default 5. */
  readonly maxAttempts?: number | undefined;
  /** A delivery that takes longer has failed. Default 30000, and less than the 60 s after which a claim is void. */
  readonly deliveryTimeoutMs?: number | undefined;
}

const mostRows = 2 ** 31 - 1;

/** What `drain` takes. */
export const drainFields = {
  database: openedDatabase,
  sink: withMethods('deliver'),
  clock: sources.clock,
  random: callable.optional(),
  batchSize: wholeNumber(1, mostRows).optional(),
  maxAttempts: wholeNumber(1, mostRows).optional(),
  deliveryTimeoutMs: z
    .custom<number>(
      (value) => typeof value === 'number' && value > 0 && value < CLAIM_MS,
      `must be a number of milliseconds above 0 and below ${CLAIM_MS}, after which a claim is void`,
    )
    .optional(),
};
const optionsSchema = objectWith(drainFields);

/** What one relay step did. */
export interface DrainResult {
  readonly dispatched: number;
  readonly retried: number;
  readonly deadLettered: number;
  /** Events that were acknowledged, or taken over by another relay, before their outcome was recorded. */
  readonly claimsLost: number;
}

type Outcome = keyof DrainResult;

/**
 * One relay step: claims due events, delivers them one after the other, and records each outcome while the claim is held.
 *
 * Delivery is at least once. Within a tenant no event is delivered while an earlier one (by created_at, id) is due for another
 * attempt; a dead letter holds nothing back. Earlier means among the rows that are visible: a transaction that commits late
 * adds its events behind those that were delivered meanwhile; none is lost by that.
 * All zero means that nothing was due.
 */
export async function drain(options: DrainOptions): Promise<DrainResult> {
  checkConfiguration(optionsSchema, "The configuration of the relay's step", options);
  const { database, clock = systemClock, batchSize = 100 } = options;
  const claim = await claimBatch(database, clock.now(), batchSize);
  const settlement = settlementOf(database, claim);
  const counts = { dispatched: 0, retried: 0, deadLettered: 0, claimsLost: 0 };
  const held = new Set<string>();
  const postponed: ClaimedRow[] = [];
  for (const [index, row] of claim.rows.entries()) {
    if (held.has(row.tenant_id)) {
      postponed.push(row);
      continue;
    }
    const isVoid = clock.now().getTime() - claim.claimedAt.getTime() >= CLAIM_MS;
    const outcome = isVoid ? 'claimsLost' : await attempt(row, settlement, options);
    counts[outcome] += 1;
    if (outcome === 'claimsLost') {
      postponed.push(...claim.rows.slice(index + 1));
      break;
    }
    if (outcome === 'retried') held.add(row.tenant_id);
  }
  if (postponed.length > 0) await settlement.release(postponed);
  return counts;
}

async function attempt(row: ClaimedRow, settlement: Settlement, options: DrainOptions): Promise<Outcome> {
  const { clock = systemClock, random = Math.random, maxAttempts = 5 } = options;
  let envelope: EventEnvelope;
  try {
    envelope = decodeEnvelope(row.payload, { eventType: row.event_type, schemaVersion: row.schema_version });
  } catch (error) {
    return ifHeld(await settlement.deadLetter(row, row.retry_count, error), 'deadLettered');
  }
  try {
    await deliver(envelope, options);
  } catch (error) {
    const failures = row.retry_count + 1;
    if (failures >= maxAttempts) return ifHeld(await settlement.deadLetter(row, failures, error), 'deadLettered');
    const nextAttempt = new Date(clock.now().getTime() + backoffMs(failures, random));
    return ifHeld(await settlement.retryAt(row, nextAttempt, error), 'retried');
  }
  return ifHeld(await settlement.dispatched(row, clock.now()), 'dispatched');
}

function ifHeld(held: boolean, outcome: Outcome): Outcome {
  return held ? outcome : 'claimsLost';
}

async function deliver(envelope: EventEnvelope, { sink, deliveryTimeoutMs = 30_000 }: DrainOptions): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DeadlineError('The delivery of an event', deliveryTimeoutMs)),
      deliveryTimeoutMs,
    );
  });
  try {
    await Promise.race([runInHandling(envelope, async () => sink.deliver(envelope)), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
