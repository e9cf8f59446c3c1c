import { type EngineCapability, engineCapabilities } from '../capabilities.ts';
import { within } from '../within.ts';
import type { CapabilityCheck } from './capability-check.ts';
import { contract } from './contract.ts';
import { type DatabaseSource, openLaboratory } from './laboratory.ts';

/** A capability and what was seen of it. */
export interface CapabilityFinding {
  readonly capability: EngineCapability;
  readonly claimed: boolean;
  readonly held: boolean;
  /** Why it is not held: the first check that failed, and what it saw. */
  readonly reason?: string;
}

/** What gives databases and says what can be shown on them; a server is one. */
export interface ClaimingSource extends DatabaseSource {
  readonly capabilities: ReadonlySet<EngineCapability>;
}

/** How the checks are run. */
export interface CheckEngineOptions {
  /** Default: every check there is. */
  readonly checks?: readonly CapabilityCheck[];
  /** How long a claimed capability may take to show, in milliseconds. */
  readonly deadlineMs?: number;
  /** … and one that is not claimed: the more, the surer is its absence. */
  readonly unclaimedDeadlineMs?: number;
}

/** Looks at what a server shows, claimed or not; one finding for each capability that has checks. */
export async function checkEngine(
  source: ClaimingSource,
  options: CheckEngineOptions = {},
): Promise<CapabilityFinding[]> {
  const { checks = contract, deadlineMs = 30_000, unclaimedDeadlineMs = 2000 } = options;
  await using database = await source.createDatabase();
  const findings: CapabilityFinding[] = [];
  let number = 0;
  for (const capability of engineCapabilities) {
    const own = checks.filter((check) => check.capability === capability);
    if (own.length === 0) continue;
    const claimed = source.capabilities.has(capability);
    const reasons: string[] = [];
    for (const check of own) {
      number += 1;
      const reason = await observe(check, {
        source,
        database,
        number,
        deadlineMs: claimed ? deadlineMs : unclaimedDeadlineMs,
      });
      if (reason === undefined) continue;
      reasons.push(`${check.title}: ${reason}`);
      break;
    }
    const [reason] = reasons;
    findings.push({ capability, claimed, held: reason === undefined, ...(reason === undefined ? {} : { reason }) });
  }
  return findings;
}

/** The findings that break the contract: claimed and not held, or held and not claimed. Empty when it is kept. */
export function breaches(findings: readonly CapabilityFinding[]): string[] {
  return findings
    .filter(({ claimed, held }) => claimed !== held)
    .map(({ capability, claimed, reason }) =>
      claimed ? `${capability} is claimed and not held: ${reason}` : `${capability} is held and not claimed`,
    );
}

interface Observation {
  readonly source: DatabaseSource;
  readonly database: Awaited<ReturnType<DatabaseSource['createDatabase']>>;
  readonly number: number;
  readonly deadlineMs: number;
}

/** Undefined when the check saw what it has to see. */
async function observe(check: CapabilityCheck, { source, database, number, deadlineMs }: Observation) {
  await using laboratory = await openLaboratory(source, database, number);
  try {
    await within(check.run(laboratory), deadlineMs, 'the check');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
