import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ReportDocument,
  boundDetails,
  generator,
  renderJson,
  renderReportPage,
} from '../scenarios/report/index.ts';
import { suites } from '../scenarios/index.ts';
import { UsageError } from './usage-error.ts';

const pageName = 'index.html';
const documentName = 'results.json';

/** Creates the folder of a report, or refuses it, before anything is proved: a page that the kit did not make is not replaced. */
export async function prepareReportFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--out ${folder} is no folder and cannot be made one`, { cause: error });
  }
  const page = join(folder, pageName);
  const present = await readFile(page, 'utf8').catch(() => undefined);
  if (present !== undefined && !present.includes(`<meta name="generator" content="${generator}">`))
    throw new UsageError(`--out ${folder} has an ${pageName} that is no report; name a folder of its own`);
}

/** Writes the page and, beside it, the document; returns the page's path. */
export async function writeReport(folder: string, report: ReportDocument): Promise<string> {
  const bounded = { ...report, details: boundDetails(report.details) };
  await writeFile(join(folder, documentName), renderJson(bounded));
  const page = join(folder, pageName);
  await writeFile(page, renderReportPage(bounded, { suites, createdAt: new Date() }));
  return page;
}
