export { cut } from './cut.ts';
export { boundDetails } from './bound-details.ts';
export { generator, renderReportPage } from './html/index.ts';
export { renderJson } from './json.ts';
export { renderJunit } from './junit.ts';
export { type Paint, type PaintColour, plainPaint } from './paint.ts';
export { renderPretty } from './pretty.ts';
export type { ReportDocument } from './report-document.ts';
export { renderSabotage } from './sabotage-pretty.ts';
