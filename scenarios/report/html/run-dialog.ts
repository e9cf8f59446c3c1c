import { markup } from './markup.ts';

/** Where the page's script shows one run. */
export const runDialog = markup`<dialog id="run" aria-labelledby="run-outcome" aria-describedby="run-place">
<header>
<span data-part="letter" class="chip" aria-hidden="true"></span>
<div><h2 id="run-outcome" data-part="outcome"></h2><p id="run-place" class="soft" data-part="place"></p><code class="soft" data-part="statement"></code></div>
<form method="dialog"><button class="plain" aria-label="Close">✕</button></form>
</header>
<p class="reason" data-part="reason"></p>
<div class="scroll" data-part="scroll" tabindex="0" role="region" aria-label="What happened, in order">
<table class="timeline"><thead><tr data-part="heads"></tr></thead><tbody data-part="entries"></tbody></table>
<p data-part="empty" class="soft">Nothing was recorded.</p>
</div>
<footer><button type="button" class="plain" data-part="previous">← previous</button><span class="soft" data-part="position" aria-live="polite"></span><button type="button" class="plain" data-part="next">next →</button></footer>
</dialog>`;
