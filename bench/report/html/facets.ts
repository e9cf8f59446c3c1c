const panelHeight = 62;
const axesHeight = 60;

/** One panel a subject, one below the other, in the order given. */
export function facetOptions(subjects: readonly string[]) {
  return {
    width: 1080,
    marginLeft: 48,
    marginBottom: 42,
    marginRight: 170,
    fy: { domain: [...subjects], label: null, padding: 0.18, axis: 'right' as const },
  };
}

export function facetHeight(subjects: number): number {
  return axesHeight + subjects * panelHeight;
}
