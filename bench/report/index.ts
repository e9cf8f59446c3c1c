export { machine } from './machine.ts';
export { renderTable } from './pretty.ts';
