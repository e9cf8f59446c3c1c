import { fileURLToPath } from 'node:url';

/** Where something was opened. The text is made when it is first read: most sites are never read. */
export interface CallSite {
  readonly stack: string;
}

// An application's frame may lie below many of its libraries'.
const depth = 40;
const shown = 10;

const harness = fileURLToPath(new URL('../', import.meta.url));
const ofTheKit = ['database/', 'leaks/', 'vitest/'].map((folder) => harness + folder);
/** They stand between a library and its caller, and are neither. */
const wrappers = ['leaks/drivers/', 'drivers/'].map((folder) => harness + folder);
const ofTheRunner = /\/node_modules\/(?:vitest|@vitest|vite|tinypool|birpc|jest[^/]*|@jest)\//;
const ofPools = /\/node_modules\/(?:pg-pool|sequelize-pool|tarn|generic-pool)\//;

/** Remembers the stack of the caller of `below`. */
export function callSite(below: (...args: never[]) => unknown): CallSite {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  const site = {};
  Error.captureStackTrace(site, below);
  Error.stackTraceLimit = limit;
  return site as CallSite;
}

/** The frames of code that somebody wrote, innermost first; libraries' only where there are no others. */
export function readable(site: CallSite): string {
  const frames = framesOf(site);
  const own = frames.filter((frame) => !isLibrary(frame) && !isKit(frame));
  return (own.length > 0 ? own : frames).slice(0, shown).join('\n');
}

/** Whether the harness or the test runner opened it for itself, or Node did, with nobody's frame below. */
export function isBackground(site: CallSite): boolean {
  const opener = framesOf(site).find((frame) => !isLibrary(frame) || ofTheRunner.test(frame));
  return opener === undefined || isKit(opener) || ofTheRunner.test(opener);
}

/** Whether a pool of connections opened it: such a thing ends by itself when the pool is at rest. */
export function isPooled(site: CallSite): boolean {
  return framesOf(site).some((frame) => ofPools.test(frame));
}

function framesOf(site: CallSite): string[] {
  return site.stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at ') && !/[( ]node:|<anonymous>\)?$/.test(line))
    .filter((line) => !wrappers.some((folder) => line.includes(folder)));
}

function isLibrary(frame: string): boolean {
  return frame.includes('/node_modules/') && !frame.includes(harness);
}

function isKit(frame: string): boolean {
  return ofTheKit.some((folder) => frame.includes(folder)) && !/\.test\.[jt]s|\/testing\//.test(frame);
}
