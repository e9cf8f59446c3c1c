import { EventDecodeError } from './decode-error.ts';
import type { EventDefinition } from './definition.ts';
import type { JsonObject } from './json.ts';

/** Lifts `data` of an older version, one version at a time, to the current one; it is not validated here. */
export function upcast(definition: EventDefinition, version: number, data: JsonObject): JsonObject {
  const { type, upcasters, version: current } = definition;
  if (version > current) {
    throw new EventDecodeError(
      'UNKNOWN_EVENT_VERSION',
      `${type} v${version} is newer than v${current}, the last one known`,
    );
  }
  let lifted = data;
  for (let from = version; from < current; from += 1) {
    const up = upcasters[from];
    if (up === undefined) {
      throw new EventDecodeError('UNKNOWN_EVENT_VERSION', `${type} has no upcaster from v${from} to v${from + 1}`);
    }
    try {
      lifted = up(lifted);
    } catch (cause) {
      throw new EventDecodeError('INVALID_EVENT', `${type} v${from} does not upcast to v${from + 1}`, { cause });
    }
  }
  return lifted;
}
