import type { JsonValue } from '../contract/index.ts';
import type { Given, Path } from './field-limits.ts';

export type JsonObject = { readonly [key: string]: JsonValue };

/** The input with one field given another value, or left out. */
export function withField(input: Given, path: Path, value: Given): Given {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inner = withField(valueAt(input, [step]), rest, value);
  if (typeof step === 'number') return Object.assign([...((input ?? []) as JsonValue[])], { [step]: inner });
  return { ...(input as JsonObject), [step]: inner } as JsonObject;
}

/** The value of a field; in a list, a word stands for the entry of that locale. */
export function valueAt(input: Given, path: Path): Given {
  return path.reduce<Given>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (!Array.isArray(value)) return (value as JsonObject)[step];
    const entries = value as readonly JsonValue[];
    return typeof step === 'number' ? entries[step] : entries.find((entry) => valueAt(entry, ['locale']) === step);
  }, input);
}

/** `translations[0].slug`: how the service names a field. */
export function nameOf(path: Path): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === 'number') return `${name}[${step}]`;
    return name === '' ? step : `${name}.${step}`;
  }, '');
}
