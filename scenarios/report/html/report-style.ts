/** Cells, scenarios and the timeline. The hues are those of Okabe and Ito, which the colour-blind tell apart. */
export const reportStyle = `
.summary h1 { overflow-wrap: anywhere; }
.closing { display: inline-block; margin: 1rem 0 .5rem; padding: .35rem .9rem; border-radius: 6px; font-weight: 650; }
.tiles, .links, .legend, .pairs, .orders, .violations { list-style: none; margin: .5rem 0; padding: 0; }
.tiles { display: flex; flex-wrap: wrap; gap: .75rem; }
.tiles li { flex: 1 1 9rem; padding: .75rem 1rem; border-radius: 8px; }
.figure { display: block; font-size: 1.9rem; line-height: 1.1; font-weight: 650; font-variant-numeric: tabular-nums; }
.links { display: flex; flex-wrap: wrap; gap: .25rem .75rem; }
.v-passed { background: var(--good-tint); color: var(--good); }
.v-failed { background: var(--bad-tint); color: var(--bad); }
.v-inconclusive { background: var(--unsure-tint); color: var(--unsure); }
.v-skipped, .tiles .unseen, .tiles .unseen > .verdict { background: var(--idle-tint); color: var(--idle); }

.scenario { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 1rem; padding: .75rem 0; background: none; color: inherit;
  border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.scenario > .verdict { justify-self: start; align-self: start; padding: .05rem .6rem; border-radius: 999px; font-size: .85rem; font-weight: 650; }
.scenario.v-passed > .verdict { background: var(--good-tint); color: var(--good); }
.scenario.v-failed > .verdict { background: var(--bad-tint); color: var(--bad); }
.scenario.v-inconclusive > .verdict { background: var(--unsure-tint); color: var(--unsure); }
.scenario.v-skipped > .verdict { background: var(--idle-tint); color: var(--idle); }
.scenario h3 { font-weight: 500; }
.scenario .id { color: inherit; font-weight: 650; text-decoration: none; margin-right: .35rem; white-space: nowrap; }
.scenario .id:hover { text-decoration: underline; }
.obligation > p.soft { font-size: .88rem; }
.v-failed pre { border-color: var(--bad); }
.v-inconclusive pre { border-color: var(--unsure); }

.chip { display: inline-flex; align-items: center; justify-content: center; width: 1.75rem; height: 1.75rem; padding: 0; flex: none;
  border: 1px solid transparent; border-radius: 5px; font-weight: 700; font-size: .9rem; color: #111; }
.o-consistent { background: #bfe6d8; color: #04382a; }
.o-ambiguous { background: #f0e442; }
.o-ghost { background: #d55e00; color: #000; }
.o-lost { background: #cc79a7; }
.o-torn { background: #0072b2; color: #fff; }
.o-stuck { background: #e69f00; }
.o-nondeterministic { background: #8b929c; color: #000; background-image: repeating-linear-gradient(45deg, transparent 0 4px, #ffffff55 4px 7px); }
.violation { outline: 3px solid var(--ink); outline-offset: 1px; }
.cell { cursor: pointer; }
.cell:hover { filter: brightness(1.1); box-shadow: 0 0 0 2px var(--link); }
.cell:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }

.legend { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .5rem 1.5rem; }
.legend li { display: flex; gap: .65rem; align-items: flex-start; line-height: 1.35; font-size: .92rem; }
.legend .soft { display: block; }
.legend .unseen .chip { opacity: .6; }
.legend .unseen strong { font-weight: 500; }

.matrix { margin: .5rem 0; border: 1px solid var(--line); border-radius: 8px; padding: 0 .75rem; }
.matrix summary { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .75rem; padding: .45rem 0; cursor: pointer; }
.matrix summary::before { content: "▸"; color: var(--soft); }
.matrix[open] summary::before { content: "▾"; }
.matrix summary::-webkit-details-marker { display: none; }
.counts { margin-left: auto; display: inline-flex; gap: .6rem; }
.count { display: inline-flex; align-items: center; gap: .3rem; font-variant-numeric: tabular-nums; }
.count .chip { width: 1.3rem; height: 1.3rem; font-size: .75rem; }
.wide { overflow-x: auto; padding-bottom: .75rem; }
.matrix table { border-collapse: collapse; width: 100%; }
.matrix th, .matrix td { padding: .3rem .5rem; text-align: center; font-weight: 400; border-top: 1px solid var(--line); vertical-align: middle; }
.matrix thead th { border-top: 0; font-size: .82rem; color: var(--soft); vertical-align: bottom; }
.matrix .fault { width: 6.5rem; max-width: 8rem; overflow-wrap: break-word; }
.matrix .statement { text-align: left; min-width: 14rem; }
.matrix th.statement code { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.matrix .number { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; width: 2rem; }
.none { color: var(--soft); }
.matrix h4 { font-size: .9rem; padding-top: .25rem; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: .5rem 1rem; padding-bottom: .5rem; }
.pairs li { display: flex; gap: .6rem; align-items: center; font-size: .88rem; }
.orders li { display: flex; gap: .6rem; align-items: center; padding: .3rem 0; border-top: 1px solid var(--line); font-size: .88rem; overflow-wrap: anywhere; }
.violations { border-left: 3px solid var(--bad); padding-left: .75rem; margin-bottom: .75rem; font-size: .92rem; overflow-wrap: anywhere; }

dialog { width: min(66rem, 96vw); max-height: 92vh; padding: 0; border: 1px solid var(--line); border-radius: 10px;
  background: var(--paper); color: var(--ink); box-shadow: 0 1rem 3rem #0006; }
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: #0008; }
dialog > header { display: flex; gap: .9rem; align-items: center; padding: 1rem 1.25rem .5rem; }
dialog > header > div { flex: 1; min-width: 0; overflow-wrap: anywhere; }
dialog > header .chip { width: 2.5rem; height: 2.5rem; font-size: 1.25rem; }
dialog > header code { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
dialog h2 { margin: 0; font-size: 1.15rem; }
dialog .reason { padding: 0 1.25rem .75rem; overflow-wrap: anywhere; }
dialog > footer { display: flex; align-items: center; justify-content: space-between; padding: .6rem 1.25rem; border-top: 1px solid var(--line); }
.plain { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .75rem; cursor: pointer; }
.plain:disabled { opacity: .45; cursor: default; }
.scroll { overflow: auto; flex: 1; min-height: 8rem; border-top: 1px solid var(--line); }
.timeline { border-collapse: collapse; width: 100%; font-size: .92rem; }
.timeline th, .timeline td { padding: .4rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: 400; }
.timeline thead th { position: sticky; top: 0; background: var(--panel); color: var(--soft); font-size: .82rem; }
.timeline .at, .timeline thead th:first-child { text-align: right; font-variant-numeric: tabular-nums; color: var(--soft); width: 4.5rem; padding-left: 1.25rem; }
.timeline .who { white-space: nowrap; width: 8.5rem; border-left: 4px solid var(--line); }
.timeline .what { overflow-wrap: anywhere; padding-right: 1.25rem; }
.timeline code { white-space: pre-wrap; }
.timeline pre { margin: .25rem 0 0; padding: .25rem .5rem; color: var(--soft); font-size: .78rem; max-height: 11rem; overflow: auto; }
.across .what { border-left: 4px solid var(--line); width: 50%; }
.across .k-call .what:not(:empty) { border-left-color: #56b4e9; font-weight: 650; }
.across .k-commit .what:not(:empty) { border-left-color: #009e73; }
.across .k-wait .what:not(:empty) { border-left-color: #d55e00; font-style: italic; }
.across .k-relay .what { border-left-color: #e69f00; color: var(--soft); }
.k-call .who { border-left-color: #56b4e9; }
.k-commit { background: var(--good-tint); }
.k-commit .who { border-left-color: #009e73; }
.k-commit code { font-weight: 700; }
.k-fault { background: var(--bad-tint); }
.k-fault .who { border-left-color: #d55e00; }
.k-fault .what, .k-fault .who { font-weight: 650; }
.k-state .who { border-left-color: #0072b2; }
.k-envelope .who { border-left-color: #cc79a7; }
.k-relay .who { border-left-color: #e69f00; }
.k-http .who { border-left-color: #f0e442; }

@media (max-width: 46rem) {
  .scenario { grid-template-columns: minmax(0, 1fr); gap: .35rem; }
  .counts { margin-left: 0; }
}
@media print {
  dialog { display: none !important; }
  .scenario, .matrix tr { break-inside: avoid; }
  .matrix { border: 0; padding: 0; }
}
`;
