import { basename, dirname, extname, resolve } from 'node:path';
import { callNames, placeholdersIn, tenantNames, unknownIn, worldNames } from './placeholders.ts';
import { readYaml } from '../../configuration/index.ts';
import { type ServiceForm, serviceForm } from './service-form.ts';

/** A service file that has been read and checked. */
export interface ServiceFile extends ServiceForm {
  readonly name: string;
  /** Absolute: where its commands run and its files lie. */
  readonly directory: string;
  /** `prove.yaml:12`, for messages about the value of that path. */
  readonly placeOf: (path: readonly PropertyKey[]) => string;
}

/** Reads the description of a service; a `ConfigurationError` names every mistake with its line. */
export function readServiceFile(path: string): ServiceFile {
  const { content, placeOf } = readYaml(path, checkedForm);
  const folder = dirname(resolve(path));
  const ownName = basename(path, extname(path));
  return {
    ...content,
    name: content.name ?? (ownName === 'prove' ? basename(folder) : ownName),
    directory: resolve(folder, content.directory),
    placeOf,
  };
}

const checkedForm = serviceForm.superRefine((form, context) => {
  const complain = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (form.command !== undefined && form.ready === undefined)
    complain(['command'], 'ready is missing: how to tell that the service is up, by http or line');
  if (form.relay !== undefined && !form.relay.ends && form.drained === undefined)
    complain(
      ['relay'],
      'how to tell that it has delivered everything: add drained, or ends: true when it ends by itself',
    );
  if (form.relay === undefined && form.drained !== undefined && form.background === undefined)
    complain(
      ['drained'],
      'background is missing: a regular expression for the statements by which the service relays; or relay, when it does not relay by itself',
    );
  if (form.tenants !== undefined && form.tenantQuery === undefined)
    complain(['tenants'], 'tenantQuery is missing: a regular expression for the statement that looks a tenant up');
  if (form.tenants !== undefined && form.command === undefined)
    complain(['tenants'], 'requests need a service: command is missing');
  const asked = Object.entries(form.operations).flatMap(([name, { request, setup }]) =>
    request !== undefined || setup.some((one) => one.request !== undefined) ? [name] : [],
  );
  if (form.command === undefined && asked[0] !== undefined)
    complain(['operations', asked[0]], 'requests need a service: command is missing');
  for (const [path, message] of [...untold(form), ...unknownPlaceholders(form)]) complain(path, message);
});

const databaseNames = worldNames.filter((name) => name.startsWith('database'));

/** What a service cannot know unless the file hands it on. */
function untold({ command, environment, ready, events, ...others }: ServiceForm): [PropertyKey[], string][] {
  const found: [PropertyKey[], string][] = [];
  const told = placeholdersIn([command, environment]);
  const nowhere = 'stands nowhere in its command or environment';
  if (command !== undefined && !databaseNames.some((name) => told.includes(name)))
    found.push([['command'], `the service is not told its database: {databaseUrl} ${nowhere}`]);
  if (ready?.http !== undefined && !told.includes('port'))
    found.push([['ready', 'http'], `the service is not told its port: {port} ${nowhere}`]);
  if (events?.sink === true && ![...told, ...placeholdersIn(others)].includes('sinkUrl'))
    found.push([['events', 'sink'], 'nobody is told where the sink is: {sinkUrl} stands nowhere in the file']);
  return found;
}

function unknownPlaceholders(form: ServiceForm): [PropertyKey[], string][] {
  const found: [PropertyKey[], string][] = [];
  const check = (path: PropertyKey[], value: unknown, known: readonly string[]) => {
    for (const name of unknownIn(value, known))
      found.push([path, `unknown placeholder {${name}}; allowed: ${known.join(', ')}`]);
  };
  const started = { command: form.command, environment: form.environment, relay: form.relay, schema: form.schema };
  for (const [key, value] of Object.entries(started)) {
    if (typeof value !== 'object') continue;
    for (const [inner, part] of Object.entries(value)) check([key, inner], part, worldNames);
  }
  for (const [key, value] of Object.entries(form.tenants ?? {})) check(['tenants', key], value, tenantNames);
  for (const [name, { setup, ...call }] of Object.entries(form.operations)) {
    const known: string[] = [...callNames];
    for (const [index, { capture, ...one }] of setup.entries()) {
      check(['operations', name, 'setup', index], one, [...known, ...commandNames(one)]);
      known.push(...Object.keys(capture));
    }
    for (const [key, value] of Object.entries(call))
      check(['operations', name, key], value, [...known, ...commandNames(call)]);
  }
  return found;
}

/** A command is started like the service itself. */
function commandNames({ command }: { readonly command?: unknown }): readonly string[] {
  return command === undefined ? [] : worldNames;
}
