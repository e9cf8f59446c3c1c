import { ObligationError } from '../contract/index.ts';

const shownFindings = 6;
const shownCharacters = 300;

/** Throws what was found, if anything was. */
export function demandNone(findings: readonly string[]): void {
  if (findings.length === 0) return;
  const shown = findings.slice(0, shownFindings).map((finding) => clipped(finding, shownCharacters));
  const rest = findings.length - shown.length;
  throw new ObligationError([...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'));
}

/** Text for a message. */
export function clipped(text: string, characters = 120): string {
  return text.length <= characters ? text : `${text.slice(0, characters)}…`;
}
