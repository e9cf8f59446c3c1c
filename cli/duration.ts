const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `30s`, `30m`, `12h`, `7d`; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * units[unit as keyof typeof units];
}

/** How long ago something was, in its largest whole unit. */
export function agoOf(ms: number): string {
  const [unit = 's'] = (['d', 'h', 'm'] as const).filter((unit) => ms >= units[unit]);
  return `${Math.max(0, Math.floor(ms / units[unit]))}${unit}`;
}
