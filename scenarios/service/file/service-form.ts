import { z } from 'zod';
import { command, mapping, milliseconds, pattern, scalar, text } from '../../configuration/index.ts';
import { invalidationForm, operationForm, requestForm } from './operation-form.ts';

const quickly = 15_000;

const ready = mapping({
  http: z
    .string()
    .regex(/^\/\S*$/, 'expected a path such as /health')
    .optional(),
  line: pattern.optional(),
  withinMs: milliseconds.default(quickly),
}).refine(({ http, line }) => (http === undefined) !== (line === undefined), 'expected either http or line');

const schema = mapping({
  command: command.optional(),
  files: z.array(text, 'expected a list of SQL files').default([]),
});

/** Tables by name, or SQL for the rows of each. */
const state = z
  .union([z.array(text), z.record(z.string(), text)], 'expected a list of tables, or SQL by table')
  .transform((given) =>
    Array.isArray(given) ? Object.fromEntries(given.map((table) => [table, `SELECT * FROM ${table}`])) : given,
  );

const events = mapping({
  sink: z.literal(true, 'expected true').optional(),
  sql: text.optional(),
  id: text.default('id'),
}).refine(({ sink, sql }) => (sink === undefined) !== (sql === undefined), 'expected either sink or sql');

const relay = mapping({
  command,
  environment: z.record(z.string(), scalar).default({}),
  ends: z.boolean('expected true or false').default(false),
});

const drained = mapping({ when: text, withinMs: milliseconds.default(quickly) });

const tenants = mapping({
  table: text,
  insert: text,
  deactivate: text.optional(),
  ...requestForm,
  invalidate: invalidationForm.optional(),
});

/** The form of a service file. */
export const serviceForm = mapping({
  name: text.optional(),
  directory: text.default('.'),
  command: command.optional(),
  environment: z.record(z.string(), scalar).default({}),
  ready: ready.optional(),
  stopWithinMs: milliseconds.default(quickly),
  deadlineMs: milliseconds.default(5_000),
  concurrency: z.boolean('expected true or false').default(true),
  schema: schema.default({ files: [] }),
  state: state.optional(),
  events: events.optional(),
  relay: relay.optional(),
  drained: drained.optional(),
  background: text.optional(),
  tenants: tenants.optional(),
  tenantQuery: pattern.optional(),
  operations: z.record(z.string(), operationForm, 'expected operations by name').default({}),
});

export type ServiceForm = z.infer<typeof serviceForm>;
