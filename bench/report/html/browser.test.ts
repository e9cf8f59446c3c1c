import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type OpenedPage,
  openInChromium,
  whyNoChromium,
} from '../../../scenarios/report/html/testing/open-in-chromium.ts';
import { stampedeReport } from '../../stampede/index.ts';
import { renderStampedePage } from './index.ts';
import { hostile, plantedRun } from './testing/planted-run.ts';

const missing = await whyNoChromium();

describe('the report of a stampede in a browser', () => {
  let folder: string;
  let file: string;
  let opened: OpenedPage | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return void process.stderr.write(`the report was not opened in a browser: ${missing}\n`);
    folder = await mkdtemp(join(tmpdir(), 'bench-report-'));
    file = join(folder, 'report.html');
    const report = stampedeReport(plantedRun);
    await writeFile(file, renderStampedePage(report, plantedRun.taken, { createdAt: new Date() }));
    opened = await openInChromium(file);
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    if (missing === undefined) await rm(folder, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });

  function page() {
    if (opened === undefined) throw new Error('the browser is not open');
    return opened.page;
  }

  test('every chart is drawn, has a name, and shows something', async () => {
    const charts = page().getByRole('img');
    const titles = charts.locator('xpath=preceding-sibling::h3');
    expect(await titles.allInnerTexts()).toEqual([
      'Latency distribution',
      'Arrivals and completions over time',
      'Queries over time',
      'Latency distribution under expiry',
      'Queries under expiry',
      'Processor time that a hit adds to a request',
      'Time of one awaited hit',
      'Processor time of the server under a crowd',
      '99th percentile of a crowd',
      '99.9th percentile under expiry',
    ]);
    for (const chart of await charts.all()) {
      expect((await chart.boundingBox())?.width).toBeGreaterThan(600);
      expect(await chart.locator('rect, path').count()).toBeGreaterThan(1);
    }
  });

  test('what cannot be believed, and who was left out, comes before the figures', async () => {
    const text = await page().innerText('header');
    expect(text).toContain('Partial: the run was interrupted.');
    expect(text).toContain('No figures for naive, hit: sent 3 is not answered 1 + failed 1');
    expect(text).toContain('bentocache was left out: not installed');
  });

  test('shows every text as text', async () => {
    expect(await page().innerText('body')).toContain(hostile);
    expect(await page().locator('img').count()).toBe(0);
  });

  test('the series keep their colours in the dark and on paper', async () => {
    const colourOf = () =>
      page().evaluate(`getComputedStyle([...document.querySelectorAll('#queries-found path')].at(-1)).stroke`);
    const light = await colourOf();
    await page().emulateMedia({ colorScheme: 'dark' });
    const dark = await colourOf();
    await page().emulateMedia({ colorScheme: 'light', media: 'print' });
    expect([light, dark, await colourOf()]).toEqual(['rgb(0, 122, 90)', 'rgb(86, 214, 172)', 'rgb(0, 122, 90)']);
  });

  test('asks for nothing but itself, and nothing is complained about', () => {
    expect(opened?.complaints).toEqual([]);
    expect(opened?.requests).toEqual([pathToFileURL(file).href]);
  });
});
