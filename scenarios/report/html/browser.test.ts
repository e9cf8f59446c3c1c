import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAdminConnection } from '../../../harness/counting/index.ts';
import { createTestDatabase } from '../../../harness/database/index.ts';
import { exploreTransfer } from '../../schedule-journal/testing/explore-transfer.ts';
import type { Detail, FaultCell, FaultMatrix } from '../../contract/index.ts';
import { createOrders, exploreHasty } from '../../fault-journal/testing/explore-hasty.ts';
import { renderReportPage } from './index.ts';
import { outcomeLooks } from './outcomes.ts';
import { type OpenedPage, openInChromium, whyNoChromium } from './testing/open-in-chromium.ts';

const missing = await whyNoChromium();
const hostile = '</script><img src="http://example.invalid/x.png" onerror="alert(1)">';

/** A cell for every outcome, with texts that would be markup. */
const planted: FaultMatrix = {
  kind: 'fault-matrix',
  operation: `planted ${hostile}`,
  statements: ['BEGIN', hostile],
  faults: outcomeLooks.map(({ outcome }) => outcome),
  cells: [1, 2].flatMap((statement) =>
    outcomeLooks.map(({ outcome }): FaultCell => ({
      statement,
      fault: outcome,
      outcome,
      isAllowed: outcome === 'consistent',
      reason: hostile,
      timeline: [{ atMs: 1, kind: 'statement', who: 'connection 1', text: hostile, note: hostile }],
    })),
  ),
};

describe('the report in a browser', () => {
  let folder: string;
  let file: string;
  let opened: OpenedPage | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return void process.stderr.write(`the report was not opened in a browser: ${missing}\n`);
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    file = join(folder, 'index.html');
    await using database = await createTestDatabase();
    await using direct = await openAdminConnection(database.adminUrl);
    await createOrders(direct);
    const shown: Detail[] = [await exploreHasty(database, direct), planted, await exploreTransfer(database, direct)];
    const details = shown.map((detail) => ({ scenario: 'TOY-1', detail }));
    const result = { id: 'TOY-1', title: 'MUST hold', reason: hostile, durationMs: 1_250, evidence: { ghost: 1 } };
    const report = {
      target: 'hasty',
      database: `PostgreSQL ${database.version} (${database.engine})`,
      scenarios: [{ ...result, verdict: 'failed' as const }],
      summary: { passed: 0, failed: 1, skipped: 0, inconclusive: 0 },
      details,
    };
    const options = { suites: [{ name: 'TOY' as const, promise: 'toys are safe' }], createdAt: new Date() };
    await writeFile(file, renderReportPage(report, options));
    opened = await openInChromium(file);
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    if (missing === undefined) await rm(folder, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });

  /** The page as if it had just been opened. */
  async function fresh() {
    if (opened === undefined) throw new Error('the browser is not open');
    await opened.page.goto(pathToFileURL(file).href);
    return { ...opened, dialog: opened.page.getByRole('dialog') };
  }

  test('a failing cell opens the timeline of its run', async () => {
    const { page, dialog } = await fresh();
    await page.getByRole('button', { name: 'ghost, breaks the promise: error-before 53100 at statement 1' }).click();
    await dialog.getByRole('heading', { name: 'ghost, breaks the promise' }).waitFor();
    const rows = await dialog.locator('tbody tr').allInnerTexts();
    const story = [
      'calls',
      'sends POST /orders',
      'INSERT INTO orders',
      'error-before 53100 strikes',
      'told of an error',
      'claims what is due',
      'drained',
      'OrderPlaced',
      'unchanged',
    ];
    expect(rows.map((row, index) => row.includes(story[index] ?? '?'))).toEqual(story.map(() => true));
    expect(await dialog.innerText()).toContain('published, though nothing was committed');
    await dialog.getByRole('button', { name: 'next' }).click();
    await dialog.getByRole('heading', { name: 'ambiguous, allowed here' }).waitFor();
  });

  test('a failing order opens its timeline, a column for each operation', async () => {
    const { page, dialog } = await fresh();
    await page.getByRole('button', { name: /^failed: alice/ }).click();
    await dialog.getByRole('heading', { name: 'failed' }).waitFor();
    expect(await dialog.locator('thead th').allInnerTexts()).toEqual(['step', 'alice', 'bob']);
    const cells = await dialog
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').slice(0, 6))));
    // Both read before one of them writes: a lost update.
    expect(cells.map(([, alice, bob]) => (alice === '' ? 1 : bob === '' ? 0 : -1))).not.toContain(-1);
    expect(cells.filter(([step]) => step !== '').map(([step]) => step)).toEqual(['1', '2', '3', '4']);
    expect(cells.flat()).toEqual(expect.arrayContaining(['SELECT', 'UPDATE', 'fulfil']));
    expect(await dialog.innerText()).toContain('10 instead of 110');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'ghost, breaks the promise: error-before 53100 at statement 1' }).click();
    expect(await dialog.locator('thead th').allInnerTexts()).toEqual(['ms', 'who', 'what happened']);
  });

  test('the keyboard moves between cells, opens one, moves on, and comes back', async () => {
    const { page, dialog } = await fresh();
    const grid = page.getByRole('grid').nth(1);
    await grid.locator('[tabindex="0"]').focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await dialog.getByRole('heading', { name: 'ghost, breaks the promise' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await dialog.getByRole('heading', { name: 'lost, breaks the promise' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const left = page.getByRole('button', { name: 'lost, breaks the promise: lost at statement 2' });
    await left.and(page.locator(':focus')).waitFor();
    expect(await grid.locator('[tabindex="0"]').count()).toBe(1);
  });

  test('a link to a run opens it', async () => {
    const { page, dialog } = await fresh();
    const href = `${pathToFileURL(file).href}#run-2`;
    await page.goto('about:blank');
    await page.goto(href);
    await dialog.getByRole('heading', { name: 'ambiguous, allowed here' }).waitFor();
  });

  test('shows every text as text', async () => {
    const { page, dialog } = await fresh();
    await page.getByRole('button', { name: 'torn, breaks the promise: torn at statement 2' }).click();
    await dialog.getByRole('heading', { name: 'torn' }).waitFor();
    expect((await dialog.innerText()).split(hostile)).toHaveLength(6);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('asks for nothing but itself, and nothing is complained about', async () => {
    const { complaints, requests } = await fresh();
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !/^(?:file|data|about):/.test(url))).toEqual([]);
    expect(requests).toContain(pathToFileURL(file).href);
  });
});
