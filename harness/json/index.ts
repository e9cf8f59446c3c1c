export { parseExactly } from './parse-exactly.ts';
