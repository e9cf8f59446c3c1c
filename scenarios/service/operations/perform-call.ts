import type { JsonValue } from '../../contract/index.ts';
import type { CallForm } from '../file/operation-form.ts';
import { fill, fillText } from '../file/placeholders.ts';
import { messageOf } from '../message-of.ts';
import { type ExchangeAnswer, type ExchangeRequest, exchange } from '../process/http-exchange.ts';
import type { ServiceRun } from '../target/service-run.ts';

/** What placeholders stand for in one call. */
export type CallValues = Readonly<Record<string, JsonValue>>;

const shownAnswer = 300;

/** Asks the service once and resolves to what it said; rejects when it did not report success. */
export function performCall(service: ServiceRun, call: CallForm, values: CallValues): Promise<string> {
  return call.command === undefined ? request(service, call, values) : run(service, call.command, values);
}

async function request(service: ServiceRun, call: CallForm, values: CallValues): Promise<string> {
  const { method = 'GET', path = '/' } = call.request ?? {};
  const body = bodyOf(call.body, values);
  const headers = Object.fromEntries(
    Object.entries(call.headers).map(([name, value]) => [name.toLowerCase(), fillText(value, values)] as const),
  );
  const asked = {
    port: await service.port(),
    method,
    path: fillText(path, values),
    headers: { ...(typeof call.body === 'object' ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  };
  const answer = await toldExchange(service, asked);
  const isSuccess = call.status?.includes(answer.status) ?? (answer.status >= 200 && answer.status < 300);
  if (isSuccess) return answer.body;
  const expected = call.status?.join(' or ') ?? '2xx';
  throw new Error(
    `${method} ${asked.path} was answered ${answer.status}, expected ${expected}: ${answer.body.slice(0, shownAnswer)}`,
  );
}

/** The exchange, told to whoever watches the service. */
async function toldExchange(service: ServiceRun, asked: ExchangeRequest): Promise<ExchangeAnswer> {
  const tell = (who: string, text: string, note = '') =>
    service.activities.tell({ kind: 'http', who, text, ...(note === '' ? {} : { note: note.slice(0, shownAnswer) }) });
  tell('caller', `sends ${asked.method} ${asked.path}`, asked.body);
  try {
    const answer = await exchange(asked);
    tell('service', `answers ${answer.status}`, answer.body);
    return answer;
  } catch (error) {
    tell('service', 'gives no answer', messageOf(error));
    return explain(service, error);
  }
}

/** A connection that breaks because the service has ended is told with what the service said last. */
function explain({ process, file }: ServiceRun, error: unknown): never {
  const { exit, output } = process ?? {};
  if (exit === undefined) throw error;
  throw new Error(`${file.name} has ended (${exit.signal ?? exit.code}); it printed:\n${output}`, { cause: error });
}

function bodyOf(body: JsonValue | undefined, values: CallValues): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' ? fillText(body, values) : JSON.stringify(fill(body, values));
}

async function run(service: ServiceRun, command: readonly string[], values: CallValues): Promise<string> {
  const done = await service.runCommand(command.map((part) => fillText(part, values)));
  if (done.exit?.code === 0) return done.output;
  throw new Error(
    `${command.join(' ')} ended (${done.exit?.signal ?? done.exit?.code}): ${done.output.slice(-shownAnswer)}`,
  );
}
