export { renderJson } from './json.ts';
export { renderJunit } from './junit.ts';
export { type Paint, type PaintColour, plainPaint } from './paint.ts';
export { renderPretty } from './pretty.ts';
export { renderSabotage } from './sabotage-pretty.ts';
