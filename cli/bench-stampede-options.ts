import {
  type CaseName,
  type StampedeOptions,
  caseNames,
  everyResolver,
  subjectNamed,
  usualCases,
} from '../bench/stampede/index.ts';
import type { ServiceOptions } from '../bench/stampede/index.ts';
import type { ExportedLoad } from '../bench/stampede/export/index.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says, as text. */
export interface StampedeArguments {
  readonly connections: string;
  readonly rounds: string;
  readonly seed: string;
  readonly cases?: string | undefined;
  readonly resolvers?: string | undefined;
  readonly rate?: string | undefined;
  readonly url?: string | undefined;
  readonly database?: string | undefined;
  readonly 'query-pattern'?: string | undefined;
  readonly 'hold-table'?: string | undefined;
  readonly 'allow-remote'?: boolean | undefined;
}

const defaultRate = 1000;

/** Resolvers that are measured here. */
export function resolverOptions(given: StampedeArguments): StampedeOptions {
  const rate = optionalNumber('--rate', given.rate);
  const cases = given.cases === undefined ? usualCases : listed(given.cases).map(caseNamed);
  const resolvers = given.resolvers === undefined ? everyResolver : listed(given.resolvers);
  for (const name of resolvers) subjectNamed(name);
  return {
    resolvers,
    cases: rate === undefined || cases.includes('open') ? cases : [...cases, 'open'],
    ...amounts(given),
    ratePerSecond: rate ?? defaultRate,
  };
}

/** A service that is running. */
export function serviceOptions(given: StampedeArguments & { url: string }, headers: readonly string[]): ServiceOptions {
  const { database, 'query-pattern': pattern, 'hold-table': table } = given;
  if (database === undefined || !/^postgres(?:ql)?:\/\//.test(database))
    throw new UsageError(`--url needs --database, a superuser's URL of the service's database: postgres://…`);
  if (pattern === undefined)
    throw new UsageError(
      '--url needs --query-pattern, a regular expression for the statements that count: "from tenants"',
    );
  if (given.resolvers !== undefined || given.cases !== undefined)
    throw new UsageError(
      '--resolvers and --cases are for resolvers that are measured here; --url is a service as it is',
    );
  const rate = optionalNumber('--rate', given.rate);
  return {
    url: given.url,
    headers: Object.fromEntries(headers.map(headerOf)),
    databaseUrl: database,
    queryPattern: expression(pattern),
    ...(table === undefined ? {} : { holdTable: table }),
    ...amounts(given),
    ...(rate === undefined ? {} : { ratePerSecond: rate }),
    allowRemote: given['allow-remote'] === true,
  };
}

/** A load for another engine. */
export function exportOptions(given: StampedeArguments, headers: readonly string[]): ExportedLoad {
  if (given.url === undefined) throw new UsageError('--export needs --url, the service that the engine is to ask');
  return {
    url: given.url,
    headers: Object.fromEntries(headers.map(headerOf)),
    connections: whole('--connections', given.connections),
    ratePerSecond: optionalNumber('--rate', given.rate) ?? defaultRate,
    durationSeconds: 30,
  };
}

function amounts({ connections, rounds, seed }: StampedeArguments) {
  return {
    connections: whole('--connections', connections),
    rounds: whole('--rounds', rounds),
    seed: whole('--seed', seed),
  };
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function caseNamed(name: string): CaseName {
  const found = caseNames.find((known) => known === name);
  if (found === undefined) throw new UsageError(`there is no case ${name}; there are ${caseNames.join(', ')}`);
  return found;
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(`${option} takes a whole number from 1, it got ${text}`);
}

/** A number above 0, or nothing where the option is not given. */
export function optionalNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number > 0) return number;
  throw new UsageError(`${option} takes a number above 0, it got ${text}`);
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch (cause) {
    throw new UsageError(`--query-pattern is no regular expression: ${(cause as Error).message}`, { cause });
  }
}

function headerOf(text: string): [string, string] {
  const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name.toLowerCase(), value];
  throw new UsageError(`--header takes "Name: value", it got ${text}`);
}
