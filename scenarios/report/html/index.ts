export { renderReportPage } from './report-page.ts';
export { Markup, markup } from './markup.ts';
export { generator, renderPage } from './page.ts';
