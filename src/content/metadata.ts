import { jsonObject } from '../input/index.ts';
import { limits } from './limits.ts';

/** A JSON object of at most five levels. */
export const metadataSchema = jsonObject({ maxDepth: limits.metadataDepth });
