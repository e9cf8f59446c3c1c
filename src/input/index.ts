export { count, idFields, localeSchema, pageFields } from './fields.ts';
export { jsonObject } from './json-object.ts';
export { parseInput, parseParts } from './parse-input.ts';
