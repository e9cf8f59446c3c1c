/** Colours, type and print for every page of the kit; colours are told apart without red against green. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f5f6f8; --line: #d5d9e0; --ink: #16191d; --soft: #565e69; --link: #0a5ca8;
  --good: #00664a; --bad: #a63600; --unsure: #6d5200; --idle: #565e69;
  --good-tint: #e0f3ec; --bad-tint: #fde9df; --unsure-tint: #fbf2cf; --idle-tint: #eceef1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --panel: #1d2127; --line: #3a414b; --ink: #e9ecf0; --soft: #a5aebb; --link: #7db8f0;
    --good: #56d6ac; --bad: #ff9a5c; --unsure: #ecd15a; --idle: #a5aebb;
    --good-tint: #12352b; --bad-tint: #45220f; --unsure-tint: #3a320f; --idle-tint: #2a2f37;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; }
h3, h4 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; }
code, pre { font: .85rem/1.5 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: .5rem 0; padding: .5rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel);
  border-left: 3px solid var(--line); border-radius: 0 4px 4px 0; }
a { color: var(--link); }
button { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.soft { color: var(--soft); }
.out-of-sight { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print {
  body { max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .screen-only { display: none !important; }
}
`;
