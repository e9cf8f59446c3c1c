import type { ScenarioResult, Verdict } from '../../contract/index.ts';
import { describeEvidence } from '../evidence-line.ts';
import { cut } from '../cut.ts';
import { type Markup, markup } from './markup.ts';

const longestReason = 8_000;

/** The sign that stands beside a verdict's colour. */
export const verdictMarks: Readonly<Record<Verdict, string>> = {
  passed: '✔',
  failed: '✘',
  skipped: '−',
  inconclusive: '?',
};

/** One scenario: verdict, what was seen, why it did not pass, and its details. */
export function renderScenario(result: ScenarioResult, details: readonly Markup[]): Markup {
  const { id, title, verdict, reason, durationMs, evidence } = result;
  const seen = [describeEvidence(evidence), `${(durationMs / 1000).toFixed(1)} s`].filter((part) => part !== '');
  return markup`<article id="${id}" class="scenario v-${verdict}" aria-labelledby="${id}-title">
<div class="verdict"><span aria-hidden="true">${verdictMarks[verdict]}</span> ${verdict}</div>
<div class="obligation"><h3 id="${id}-title"><a class="id" href="#${id}">${id}</a> ${title}</h3>
<p class="soft">${seen.join(', ')}</p>
${reason === undefined ? '' : markup`<pre>${cut(reason, longestReason)}</pre>`}
${details}</div>
</article>
`;
}
