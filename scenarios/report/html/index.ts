export { generator } from './page.ts';
export { renderReportPage } from './report-page.ts';
