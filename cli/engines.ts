import { defineCommand } from 'citty';
import {
  type CapabilityFinding,
  type EngineSurvey,
  type SurveyedEngine,
  breaches,
  capabilityTable,
  checkEngine,
  surveyEngines,
} from '../harness/database/index.ts';
import { RustokError } from '../src/errors/index.ts';
import { exitCodes } from './exit-code.ts';
import { refuseUnknownOptions } from './refuse-unknown-options.ts';
import { toStderr, toStdout } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const args = {
  names: { type: 'positional', required: false, description: 'Engines to look at; all of them unless told' },
  check: {
    type: 'boolean',
    default: false,
    description: 'Start each and hold it to its capabilities: claimed and not held fails, held and not claimed too',
  },
  json: { type: 'boolean', default: false, description: 'One JSON document on stdout' },
} as const;

/** An engine with what was seen of it. */
interface CheckedEngine extends SurveyedEngine {
  readonly findings?: readonly CapabilityFinding[];
}

/** A pg-mem or PGlite session need not wait long to learn that another one is in the way. */
const sessionWaitMs = 100;

export const engines = defineCommand({
  meta: {
    name: 'rustok-testkit engines',
    description: 'Say which database engines can run here, which one is taken, and what each can show',
  },
  args,
  run: async ({ args: given }): Promise<number> => {
    refuseUnknownOptions(given, args);
    const survey = await surveyEngines();
    const chosen = select(survey, given._);
    const checked: CheckedEngine[] = given.check ? await checkAll(chosen) : [...chosen];
    await toStdout(given.json ? renderJson(survey, checked) : renderPretty(survey, checked));
    const broken = checked.flatMap(({ engine, findings = [] }) =>
      breaches(findings).map((breach) => `${engine.name}: ${breach}`),
    );
    for (const breach of broken) toStderr(breach);
    return broken.length > 0 ? exitCodes.failed : exitCodes.held;
  },
});

function select({ engines: known }: EngineSurvey, names: readonly string[]): readonly SurveyedEngine[] {
  const unknown = names.filter((name) => known.every(({ engine }) => engine.name !== name));
  if (unknown.length > 0) {
    const listed = known.map(({ engine }) => engine.name).join(', ');
    throw new UsageError(`there is no engine ${unknown.join(', ')}; there are ${listed}`);
  }
  return names.length === 0 ? known : known.filter(({ engine }) => names.includes(engine.name));
}

async function checkAll(surveyed: readonly SurveyedEngine[]): Promise<CheckedEngine[]> {
  const checked: CheckedEngine[] = [];
  for (const one of surveyed) {
    if (one.available === true) toStderr(`checking ${one.engine.name}`);
    checked.push(one.available === true ? await check(one) : one);
  }
  return checked;
}

/** An engine that is there and does not start is told like one that is not there. */
async function check(one: SurveyedEngine): Promise<CheckedEngine> {
  try {
    await using server = await one.engine.start({ sessionWaitMs });
    return { ...one, findings: await checkEngine(server) };
  } catch (error) {
    if (error instanceof RustokError) return { ...one, available: error.message };
    throw error;
  }
}

function renderPretty({ auto }: EngineSurvey, checked: readonly CheckedEngine[]): string {
  const taken = auto === undefined ? 'auto: no engine can run here' : `auto takes ${auto.why}`;
  const asked = process.env['RUSTOK_TESTKIT_ENGINE'];
  const instead = asked === undefined ? [] : [`RUSTOK_TESTKIT_ENGINE asks for ${asked} instead`];
  const lines = checked.map(({ engine, available }) => {
    const state = available === true ? 'can run' : `cannot run: ${available}`;
    return `  ${engine.name.padEnd(9)}  ${engine.title.padEnd(38)}  ${state}`;
  });
  const seen = checked.filter(({ findings }) => findings !== undefined);
  const table = seen.length === 0 ? [] : ['', capabilityTable(seen)];
  return `${[taken, ...instead, '', ...lines, ...table].join('\n')}\n`;
}

function renderJson({ auto }: EngineSurvey, checked: readonly CheckedEngine[]): string {
  const listed = checked.map(({ engine, available, findings }) => ({
    name: engine.name,
    title: engine.title,
    available: available === true,
    ...(available === true ? {} : { reason: available }),
    capabilities: [...engine.capabilities],
    varying: [...(engine.varying ?? [])],
    ...(findings === undefined ? {} : { findings }),
  }));
  return `${JSON.stringify({ auto: auto ?? null, engines: listed }, undefined, 2)}\n`;
}
