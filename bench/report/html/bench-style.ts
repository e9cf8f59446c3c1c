/** Charts and tables. The hues are those of Okabe and Ito, lighter in the dark; each is also told apart by its dashes or its place. */
export const benchStyle = `
:root { --series-1: #0072b2; --series-2: #d55e00; --series-3: #007a5a; }
@media (prefers-color-scheme: dark) { :root { --series-1: #56b4e9; --series-2: #ff9a5c; --series-3: #56d6ac; } }
.facts { margin: .5rem 0 1rem; padding: 0; list-style: none; }
.notice { margin: 1rem 0; padding: .75rem 1rem; border-radius: 8px; background: var(--unsure-tint); color: var(--unsure); }
.notice.bad { background: var(--bad-tint); color: var(--bad); }
.chart { margin: 1.5rem 0 2rem; }
.chart h3 { margin-bottom: .5rem; }
.chart svg { display: block; width: 100%; height: auto; max-width: 68rem; overflow: visible; color: var(--ink); font-family: inherit; font-size: 13px; }
.chart figcaption { font-size: .9rem; margin-top: .25rem; }
.figures { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
.figures th, .figures td { padding: .3rem .6rem; text-align: right; border-top: 1px solid var(--line); font-weight: 400; }
.figures thead th { border-top: 0; color: var(--soft); font-size: .82rem; vertical-align: bottom; }
.figures th[scope="row"], .figures .name { text-align: left; }
.figures .judged th[scope="row"] { font-weight: 650; }
.wide { overflow-x: auto; }
details { margin: 1rem 0; }
summary { cursor: pointer; }
@media print { .chart, .figures tr { break-inside: avoid; } }
`;
