import type { ProofReport, Verdict } from '../../contract/index.ts';
import { closingOf } from '../closing.ts';
import { type Markup, markup } from './markup.ts';
import { verdictMarks } from './scenario-section.ts';

const verdicts: readonly Verdict[] = ['passed', 'failed', 'inconclusive', 'skipped'];

/** The head of the page: what was proved, on what, when, and what it amounts to. */
export function renderSummary(report: ProofReport, createdAt: Date): Markup {
  const { verdict, words } = closingOf(report);
  const tiles = verdicts.map(
    (one) =>
      markup`<li class="v-${one}${report.summary[one] === 0 ? ' unseen' : ''}"><span class="figure">${report.summary[one]}</span> <span class="verdict"><span aria-hidden="true">${verdictMarks[one]}</span> ${one}</span></li>`,
  );
  const open = report.scenarios.filter((one) => one.verdict === 'failed' || one.verdict === 'inconclusive');
  const links = open.map((one) => markup`<li><a href="#${one.id}">${one.id}</a></li> `);
  return markup`<header class="summary">
<p class="soft">rustok-testkit prove</p>
<h1>${report.target}</h1>
<p class="soft">${report.database}, <time datetime="${createdAt.toISOString()}">${createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</time></p>
<p class="closing v-${verdict}"><span aria-hidden="true">${verdictMarks[verdict]}</span> ${words}</p>
<ul class="tiles">${tiles}</ul>
${links.length === 0 ? '' : markup`<nav aria-label="Scenarios that did not pass"><ul class="links"><li class="soft">To look at:</li> ${links}</ul></nav>`}
</header>
`;
}
