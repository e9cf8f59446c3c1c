import type { Judgement } from './judgement.ts';

type Fault = readonly [attribute: string, message: string];
type Check = (value: unknown) => string | undefined;

const someText: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty text');
const uriReference: Check = (value) =>
  someText(value) ?? (/^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/.test(String(value)) ? undefined : 'must be a URI reference');
const uri: Check = (value) =>
  uriReference(value) ?? (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(String(value)) ? undefined : 'must be an absolute URI');
const timestamp: Check = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? undefined
    : 'must be an RFC 3339 timestamp';
const mediaType: Check = (value) =>
  someText(value) ?? (/^[^\s/;]+\/[^\s/;]+/.test(String(value)) ? undefined : 'must be a media type');
const base64: Check = (value) =>
  typeof value === 'string' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
    ? undefined
    : 'must be Base64';
const extension: Check = (value) =>
  typeof value === 'boolean' ||
  typeof value === 'string' ||
  (Number.isInteger(value) && Number(value) === (Number(value) | 0))
    ? undefined
    : 'must be a text, a boolean or a 32-bit integer';

const required: Readonly<Record<string, Check>> = {
  id: someText,
  source: uriReference,
  specversion: (value) => (value === '1.0' ? undefined : 'must be "1.0"'),
  type: someText,
};
const optional: Readonly<Record<string, Check>> = {
  datacontenttype: mediaType,
  dataschema: uri,
  subject: someText,
  time: timestamp,
  data_base64: base64,
  data: () => undefined,
};

/** Whether the value is a CloudEvent 1.0 in structured JSON: the object, or its text. */
export function judgeCloudEvent(value: unknown): Judgement {
  const expectation = 'a CloudEvent 1.0 in structured JSON';
  const event = typeof value === 'string' ? parsed(value) : value;
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return { pass: false, expectation, found: 'it is no JSON object' };
  }
  const faults = faultsOf(event as Readonly<Record<string, unknown>>);
  const found = faults.length === 0 ? 'it is one' : faults.map(([name, message]) => `  ${name}: ${message}`).join('\n');
  return { pass: faults.length === 0, expectation, found };
}

function faultsOf(event: Readonly<Record<string, unknown>>): Fault[] {
  const faults: Fault[] = [];
  const note = (name: string, message: string | undefined) => {
    if (message !== undefined) faults.push([name, message]);
  };
  for (const [name, check] of Object.entries(required))
    note(name, event[name] == null ? 'is missing' : check(event[name]));
  for (const [name, value] of Object.entries(event)) {
    // Null says that an attribute is not set; as data it is a value.
    if (value === null || value === undefined || Object.hasOwn(required, name)) continue;
    const known = Object.hasOwn(optional, name) ? optional[name] : undefined;
    if (known === undefined && !/^[a-z0-9]+$/.test(name))
      note(name, 'must have a name of lower-case letters and digits');
    else note(name, (known ?? extension)(value));
  }
  if (event['data'] != null && event['data_base64'] != null) note('data_base64', 'must not stand beside data');
  return faults;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
