/** Without the control characters that XML 1.0 cannot write and that a terminal would obey. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the very characters to find
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu, '\ufffd');
}
