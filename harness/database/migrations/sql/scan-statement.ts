const space = /\s+/y;
const lineComment = /--[^\n]*/y;
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const plain = /[^\p{L}_'"$;()\-/\s]+/uy;

/** The index of what comes first: a statement, or a meta-command of psql, after white space and comments. */
export function skipToStatement(text: string, from: number): number {
  let index = from;
  for (;;) {
    const next = skipComment(text, skip(space, text, index));
    if (next === index) return index;
    index = next;
  }
}

/** The index of the semicolon that ends the statement at `from`, or of the text's end. */
export function endOfStatement(text: string, from: number): number {
  const blocks = new Blocks();
  let index = from;
  while (index < text.length && !(text[index] === ';' && blocks.areClosed)) index = skipToken(text, index, blocks);
  return index;
}

function skipToken(text: string, index: number, blocks: Blocks): number {
  const afterComment = skipComment(text, index);
  if (afterComment !== index) return afterComment;
  switch (text[index]) {
    case "'":
      return endOfQuoted(text, index, "'");
    case '"':
      return endOfQuoted(text, index, '"');
    case '$':
      return endOfDollarQuoted(text, index);
    case '(':
    case ')':
      blocks.bracket(text[index] === '(' ? 1 : -1);
      return index + 1;
    case undefined:
      return index;
    default:
      return skipWord(text, index, blocks);
  }
}

function skipWord(text: string, index: number, blocks: Blocks): number {
  const end = skip(word, text, index);
  if (end === index) return Math.max(skip(space, text, index), skip(plain, text, index), index + 1);
  const found = text.slice(index, end).toLowerCase();
  if (found === 'e' && text[end] === "'") return endOfEscaped(text, end);
  blocks.word(found);
  return end;
}

/** Brackets, and the BEGIN … END of a function's body that is not quoted: a semicolon in them ends no statement. */
class Blocks {
  readonly #first: string[] = [];
  #brackets = 0;
  #begins = 0;

  get areClosed(): boolean {
    return this.#brackets <= 0 && this.#begins === 0;
  }

  bracket(step: 1 | -1): void {
    this.#brackets += step;
  }

  word(found: string): void {
    if (this.#first.length < 4) this.#first.push(found);
    if (this.#brackets > 0 || !this.#isRoutine()) return;
    if (found === 'begin' || (found === 'case' && this.#begins > 0)) this.#begins += 1;
    if (found === 'end' && this.#begins > 0) this.#begins -= 1;
  }

  #isRoutine(): boolean {
    return /^create (?:or replace )?(?:function|procedure)\b/.test(this.#first.join(' '));
  }
}

function skip(pattern: RegExp, text: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(text) ? pattern.lastIndex : index;
}

/** Block comments nest. */
function skipComment(text: string, index: number): number {
  if (!text.startsWith('/*', index)) return skip(lineComment, text, index);
  let depth = 0;
  let at = index;
  do {
    const opens = text.startsWith('/*', at);
    const closes = text.startsWith('*/', at);
    depth += Number(opens) - Number(closes);
    at += opens || closes ? 2 : 1;
  } while (depth > 0 && at < text.length);
  return at;
}

/** A doubled quote is one in the text. */
function endOfQuoted(text: string, index: number, quote: string): number {
  let at = index + 1;
  for (;;) {
    const end = text.indexOf(quote, at);
    if (end === -1) return text.length;
    if (text[end + 1] !== quote) return end + 1;
    at = end + 2;
  }
}

/** E'…': a backslash takes the next character with it. */
function endOfEscaped(text: string, index: number): number {
  let at = index + 1;
  while (at < text.length) {
    if (text[at] === '\\') at += 2;
    else if (text[at] !== "'") at += 1;
    else if (text[at + 1] === "'") at += 2;
    else return at + 1;
  }
  return text.length;
}

function endOfDollarQuoted(text: string, index: number): number {
  const open = skip(dollarTag, text, index);
  if (open === index) return index + 1;
  const end = text.indexOf(text.slice(index, open), open);
  return end === -1 ? text.length : end + (open - index);
}
