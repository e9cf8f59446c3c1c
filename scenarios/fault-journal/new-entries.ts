/** The entries that were not there before, each as often as it was added. */
export function newEntries(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before];
  return after.filter((entry) => {
    const index = left.indexOf(entry);
    if (index === -1) return true;
    left.splice(index, 1);
    return false;
  });
}
