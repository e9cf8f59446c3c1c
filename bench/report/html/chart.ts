import type { PlotOptions } from '@observablehq/plot';
import { Markup, markup } from '../../../scenarios/report/html/index.ts';
import { parseHTML } from './linkedom.ts';
import { plot } from './plot.ts';

/** What a reader is told about a chart. */
export interface ChartText {
  readonly id: string;
  readonly title: string;
  /** What is drawn, and how it is read without its colours. */
  readonly caption: string;
}

/** As much of the DOM as is used here. */
interface DrawnElement {
  querySelectorAll(selector: string): Iterable<DrawnElement>;
  remove(): void;
  removeAttribute(name: string): void;
  setAttribute(name: string, value: string): void;
  toString(): string;
}

/** A chart as SVG in a figure. Its own styles are left out: the page's policy allows one only, the page's own. */
export function renderChart({ id, title, caption }: ChartText, options: PlotOptions): Markup {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = plot({ ...options, document, figure: false }) as unknown as DrawnElement;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const styled of [svg, ...svg.querySelectorAll('[style]')]) styled.removeAttribute('style');
  svg.removeAttribute('font-size');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${id}-title`);
  return markup`<figure class="chart" id="${id}">
<h3 id="${id}-title">${title}</h3>
${new Markup(svg.toString())}
<figcaption class="soft">${caption}</figcaption>
</figure>
`;
}
