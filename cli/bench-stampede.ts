import { defineCommand } from 'citty';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';

const args = {
  connections: { type: 'string', default: '1000', valueHint: 'number', description: 'Callers in a crowd' },
  cases: { type: 'string', description: 'found, missing, inactive, error, slow-error, get-hit, hit, expiry, open' },
  resolvers: {
    type: 'string',
    description: 'reference, reference-stale, naive, constant, names of libraries, paths of modules (./mine.js)',
  },
  rounds: { type: 'string', default: '5', valueHint: 'number', description: 'Measurements of each row' },
  seed: { type: 'string', default: '1', valueHint: 'number', description: 'Of the arrivals of an open loop' },
  rate: { type: 'string', valueHint: 'number', description: 'Arrivals a second: measures an open loop too' },
  json: { type: 'boolean', default: false, description: 'One JSON document on stdout' },
  html: { type: 'string', valueHint: 'file', description: 'Write the report as one self-contained page' },
  baseline: { type: 'string', valueHint: 'file', description: 'An earlier --json: regressions beyond the noise fail' },
  'max-queries': { type: 'string', valueHint: 'number', description: 'Fail when a crowd costs more queries' },
  'max-p99-ratio': {
    type: 'string',
    valueHint: 'number',
    description: 'Fail when p99 of a crowd is more than so many times that of the bare framework',
  },
  url: { type: 'string', description: 'Measure a service that is running; needs --query-pattern and --database' },
  'query-pattern': { type: 'string', description: 'With --url: which statements are counted' },
  database: { type: 'string', description: "With --url: a superuser's URL of the service's database" },
  'hold-table': { type: 'string', description: 'With --url: the table to hold until the whole crowd was sent' },
  header: { type: 'string', description: 'With --url: "Name: value", as often as needed' },
  export: {
    type: 'string',
    valueHint: 'engine',
    description: 'With --url: print the load for artillery or k6, send nothing',
  },
  'allow-remote': { type: 'boolean', default: false, description: 'With --url: a service that is not on this machine' },
} as const;

export const benchStampede = defineCommand({
  meta: {
    name: 'rustok-testkit bench stampede',
    description: 'What a thousand callers of one tenant cost, resolver by resolver',
  },
  args,
  run: async ({ args: given, rawArgs }): Promise<number> => {
    refuseUnknownOptions(given, args);
    // Loaded late: the help needs none of its peers.
    const { measureStampede } = await import('./measure-stampede.ts');
    return await measureStampede(given, headersIn(rawArgs));
  },
});

/** citty keeps the last one only. */
function headersIn(rawArgs: readonly string[]): string[] {
  return rawArgs.flatMap((argument, index) => {
    if (argument === '--header') return [rawArgs[index + 1] ?? ''];
    return argument.startsWith('--header=') ? [argument.slice('--header='.length)] : [];
  });
}
