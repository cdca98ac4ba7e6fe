const perUnit: Record<string, number> = { m: 1, h: 60, d: 1440, w: 10_080 }

/**
 * Minutes in what a person typed: `90`, `3h 30m`, `3h30`, `1.5 h`, `2:15`, `1 day`. Whole minutes, or undefined when it
 * is no length of time. A bare number means minutes.
 */
export function parseDuration(text: string): number | undefined {
  const typed = text.trim().toLowerCase().replaceAll(',', '.')
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(typed)
  if (clock) return Number(clock[1]) * 60 + Number(clock[2])
  if (/^\d+$/.test(typed)) return Number(typed)
  const pieces = /^((\d+(\.\d+)?)\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m)\s*)+(\d+)?$/
  if (!pieces.test(typed)) return undefined
  let total = 0
  let last = ''
  for (const [, number, unit = ''] of typed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g)) {
    // `3h30`: what follows the hours without a unit is minutes; after anything else it means nothing.
    if (!unit && last !== 'h') return undefined
    last = unit.charAt(0)
    total += Number(number) * (perUnit[last || 'm'] ?? Number.NaN)
  }
  return Number.isFinite(total) ? Math.round(total) : undefined
}

/** Minutes as people type them, read back by `parseDuration`: `90` → `1h 30m`. */
export function typedDuration(minutes: number): string {
  const steps = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'm'],
  ] as const
  return steps.flatMap(([n, unit]) => (n ? [`${n}${unit}`] : [])).join(' ') || '0m'
}

/** Minutes in words: `90` → '1 h 30 min', `2880` → '2 d'. */
export function minutesInWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const
  return parts.flatMap(([n, unit]) => (n ? [`${n} ${unit}`] : [])).join(' ') || '0 min'
}
