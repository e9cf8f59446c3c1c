/** The machine-readable form: one document, two spaces of indent, a newline at its end. */
export function renderJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
