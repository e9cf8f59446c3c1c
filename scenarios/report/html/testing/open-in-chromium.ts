import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Page, chromium } from 'playwright-core';

/** Debian's package `chromium`, unless the variable names another one. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page in a browser of its own, and all that a page should not do. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught exceptions. */
  readonly complaints: readonly string[];
  /** Everything that was asked for. */
  readonly requests: readonly string[];
}

/** Why no browser can be opened, or `undefined` when it can. */
export async function whyNoChromium(): Promise<string | undefined> {
  const found = await access(executablePath).then(
    () => true,
    () => false,
  );
  return found
    ? undefined
    : `${executablePath} is missing; install Debian's package chromium, or name yours in CHROMIUM`;
}

/** Opens a file from the disk in a fresh browser. */
export async function openInChromium(file: string): Promise<OpenedPage> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: quiet,
    viewport: { width: 1280, height: 900 },
  });
  const complaints: string[] = [];
  const requests: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return {
    page,
    complaints,
    requests,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
