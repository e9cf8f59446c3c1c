import { z } from 'zod';
import { command, mapping, scalar, text } from '../../configuration/index.ts';

const methods = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
const request = z
  .string('expected a request such as POST /orders')
  .regex(
    new RegExp(`^(?:${methods}) /\\S*$`),
    `expected a method (${methods.replaceAll('|', ', ')}) and a path: POST /orders`,
  )
  .transform((line) => {
    const [method = '', path = ''] = line.split(' ');
    return { method, path };
  });
const status = z.int('expected an HTTP status').min(100, 'expected an HTTP status').max(599, 'expected an HTTP status');

const call = {
  request: request.optional(),
  command: command.optional(),
  headers: z.record(z.string(), scalar).default({}),
  body: z.json().optional(),
  status: z
    .union([status.transform((one) => [one]), z.array(status).min(1)], 'expected an HTTP status, or several')
    .optional(),
};

/** The request by which a caller asks for a tenant. */
export const requestForm = {
  request: request.refine(({ method }) => method === 'GET', 'expected a GET request'),
  headers: call.headers,
};

/** A request, or a command, that makes the service forget a tenant. */
export const invalidationForm = mapping(call).superRefine(oneCall);

/** A request, or a command, that must succeed before each call; it may take values out of its answer. */
const setupForm = mapping({
  ...call,
  capture: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'expected a name'), text).default({}),
}).superRefine(oneCall);

/** One thing that the service can be asked to do. */
export const operationForm = mapping({
  ...call,
  mutates: z.boolean('expected true or false').optional(),
  setup: z.array(setupForm, 'expected a list of requests or commands').default([]),
}).superRefine(oneCall);

/** How a service is asked for something. */
export type CallForm = Pick<z.infer<typeof operationForm>, keyof typeof call>;
export type SetupForm = z.infer<typeof setupForm>;
export type OperationForm = z.infer<typeof operationForm>;

function oneCall({ request, command, ...rest }: CallForm, context: z.RefinementCtx): void {
  if ((request === undefined) === (command === undefined))
    context.addIssue({ code: 'custom', message: 'expected either request or command' });
  if (command === undefined) return;
  if (rest.body !== undefined || rest.status !== undefined || Object.keys(rest.headers).length > 0)
    context.addIssue({ code: 'custom', message: 'headers, body and status belong to a request, not to a command' });
}
