/** Opens the timeline of the run whose cell was chosen, and moves between cells. It writes texts only, never markup. */
export const timelineScript = String.raw`
'use strict';
(() => {
  const block = document.getElementById('run-data');
  const dialog = document.getElementById('run');
  if (block === null || dialog === null) return;
  const { runs, texts } = JSON.parse(block.textContent);
  const part = (name) => dialog.querySelector('[data-part="' + name + '"]');
  let siblings = [];
  let shown = '';

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className !== '') made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function head(text) {
    const made = element('th', '', text);
    made.scope = 'col';
    return made;
  }

  function what(kind, text, note) {
    const made = element('td', 'what');
    const isSql = kind === 'statement' || kind === 'commit';
    made.append(element(isSql ? 'code' : 'span', '', texts[text]));
    if (note !== -1) made.append(element('pre', '', texts[note]));
    return made;
  }

  function row([atMs, kind, who, text, note]) {
    const made = element('tr', 'k-' + kind);
    made.append(element('td', 'at', atMs.toFixed(1)));
    made.append(element('th', 'who', texts[who]));
    made.lastChild.scope = 'row';
    made.append(what(kind, text, note));
    return made;
  }

  /** A row of a timeline with a column for each operation; what happened beside them goes across. */
  function rowAcross(columns) {
    return ([step, kind, column, text, note]) => {
      const made = element('tr', 'k-' + kind);
      made.append(element('th', 'at', step === -1 ? '' : String(step)));
      made.lastChild.scope = 'row';
      const cell = what(kind, text, note);
      if (column === -1) {
        cell.colSpan = columns.length;
        made.append(cell);
      } else columns.forEach((_, index) => made.append(index === column ? cell : element('td', 'what')));
      return made;
    };
  }

  function show(id) {
    const run = runs[id];
    if (run === undefined) return;
    shown = id;
    const letter = part('letter');
    letter.textContent = run.letter;
    letter.className = 'chip o-' + run.outcome;
    part('outcome').textContent = run.title;
    part('place').textContent = run.scenario + ', ' + run.operation + ': ' + run.place;
    part('statement').textContent = texts[run.statement];
    part('reason').textContent = run.reason;
    const { columns } = run;
    const heads = columns === undefined ? ['ms', 'who', 'what happened'] : ['step', ...columns];
    part('heads').replaceChildren(...heads.map(head));
    part('entries').className = columns === undefined ? '' : 'across';
    part('entries').replaceChildren(...run.timeline.map(columns === undefined ? row : rowAcross(columns)));
    part('empty').hidden = run.timeline.length > 0;
    const index = siblings.indexOf(id);
    part('previous').disabled = index <= 0;
    part('next').disabled = index === -1 || index === siblings.length - 1;
    part('position').textContent = 'run ' + (index + 1) + ' of ' + siblings.length;
    if (!dialog.open) dialog.showModal();
    part('scroll').scrollTop = 0;
    history.replaceState(null, '', '#' + id);
  }

  function siblingsOf(button) {
    return [...button.closest('.matrix').querySelectorAll('[data-run]')].map((one) => one.dataset.run);
  }

  function choose(button) {
    siblings = siblingsOf(button);
    show(button.dataset.run);
  }

  function turn(by) {
    const id = siblings[siblings.indexOf(shown) + by];
    if (id !== undefined) show(id);
  }

  function buttonOf(id) {
    return document.querySelector('[data-run="' + CSS.escape(id) + '"]');
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-run]');
    if (button !== null) choose(button);
  });
  part('previous').addEventListener('click', () => turn(-1));
  part('next').addEventListener('click', () => turn(1));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    history.replaceState(null, '', location.pathname + location.search);
    const button = buttonOf(shown);
    if (button !== null) focusCell(button);
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') turn(-1);
    if (event.key === 'ArrowRight') turn(1);
  });

  function focusCell(button) {
    const grid = button.closest('table');
    if (grid !== null) for (const one of grid.querySelectorAll('[data-run]')) one.tabIndex = one === button ? 0 : -1;
    button.focus();
  }

  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  for (const grid of document.querySelectorAll('table[role="grid"]')) {
    grid.addEventListener('keydown', (event) => {
      const from = event.target.closest('td');
      if (from === null) return;
      const target = targetOf(event.key, from);
      if (target === null) return;
      event.preventDefault();
      focusCell(target);
    });
  }

  function targetOf(key, from) {
    const cells = [...from.parentElement.querySelectorAll('[data-run]')];
    if (key === 'Home') return cells.at(0) ?? null;
    if (key === 'End') return cells.at(-1) ?? null;
    const move = moves[key];
    if (move === undefined) return null;
    let row = from.parentElement;
    let column = from.cellIndex;
    for (;;) {
      row = move[0] === 0 ? row : move[0] < 0 ? row.previousElementSibling : row.nextElementSibling;
      column += move[1];
      const cell = row === null ? undefined : row.cells[column];
      if (cell === undefined) return null;
      const button = cell.querySelector('[data-run]');
      if (button !== null) return button;
    }
  }

  addEventListener('beforeprint', () => {
    for (const matrix of document.querySelectorAll('details')) matrix.open = true;
  });

  const asked = buttonOf(location.hash.slice(1));
  if (asked !== null && location.hash.length > 1) {
    asked.closest('details').open = true;
    choose(asked);
  }
})();
`;
