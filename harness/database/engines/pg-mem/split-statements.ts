/** Quoted texts, comments and dollar quotes, in which a semicolon ends nothing. */
const opaque = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|;|[^'"$;\-/]+|[\s\S]/g;

/** The statements of a text, without the empty ones. */
export function splitStatements(text: string): string[] {
  const statements = [''];
  for (const [token] of text.matchAll(opaque)) {
    if (token === ';') statements.push('');
    else statements.push(`${statements.pop() ?? ''}${token}`);
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}
