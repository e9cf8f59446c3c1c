import { type Evidence, ObligationError, type Reporter } from '../contract/index.ts';

/** One way in which a run broke the promise. */
export interface Finding {
  readonly kind: 'ghost' | 'lost' | 'torn' | 'stuck' | 'ambiguous' | 'disorder';
  readonly text: string;
}

const shownFindings = 6;

/** Counts findings into the evidence, those that were looked for and not seen as 0. */
export function countFindings(report: Reporter, findings: readonly Finding[]): void {
  const lookedFor = ['ghost', 'lost', 'torn', 'stuck'] as const satisfies readonly (keyof Evidence)[];
  for (const kind of lookedFor) report.count(kind, 0);
  for (const { kind } of findings) if (kind !== 'disorder') report.count(kind);
}

/** Throws what was found, if anything was; `advice` is how to go on. */
export function demandNone(findings: readonly Finding[], advice?: string): void {
  if (findings.length === 0) return;
  const all = findings.map(({ kind, text }) => `${kind}: ${text}`);
  const shown = all.slice(0, shownFindings);
  const rest = all.length - shown.length;
  throw new ObligationError(
    [...shown, ...(rest > 0 ? [`and ${rest} more`] : []), ...(advice === undefined ? [] : [advice])].join('\n'),
    { findings: all },
  );
}
