/** Values over time; null where one is missing. */
export type Reading = number | null

export type SparkShape = {
  /** SVG paths, one per run of values without a gap. */
  lines: string[]
  bars: Array<{ x: number; y: number; width: number; height: number }>
  least: number
  most: number
  last: Reading
}

const one = (n: number) => Math.round(n * 10) / 10

/** Shapes for a chart of `width` × `height` pixels, starting at zero so that heights are comparable. */
export function sparkOf(readings: readonly Reading[], width: number, height: number): SparkShape {
  const known = readings.filter((n) => n !== null && Number.isFinite(n)) as number[]
  const least = known.length > 0 ? Math.min(...known) : 0
  const most = known.length > 0 ? Math.max(...known) : 0
  const [floor, top] = [Math.min(0, least), Math.max(0, most)]
  const y = (n: number) => one(height - 1 - ((n - floor) / (top - floor || 1)) * (height - 2))
  const step = readings.length > 1 ? width / (readings.length - 1) : width

  const lines: string[] = []
  let run: string[] = []
  const close = () => {
    // A single value is drawn as a dot.
    if (run.length === 1) run.push('h0.1')
    if (run.length > 0) lines.push(run.join(''))
    run = []
  }
  readings.forEach((n, i) => {
    if (n === null || !Number.isFinite(n)) close()
    else run.push(`${run.length === 0 ? 'M' : 'L'}${one(i * step)},${y(n)}`)
  })
  close()

  const slot = width / Math.max(1, readings.length)
  const bars = readings.flatMap((n, i) =>
    n === null || !Number.isFinite(n)
      ? []
      : [
          {
            x: one(i * slot),
            y: y(n),
            width: one(Math.max(1, slot - 1)),
            height: one(Math.max(1, height - 1 - y(n))),
          },
        ],
  )
  return { lines, bars, least, most, last: readings.at(-1) ?? null }
}

/** The chart as text: `Lag: 12 s now, between 0 s and 40 s over 20 readings`. */
export function sparkInWords(
  label: string,
  readings: readonly Reading[],
  shown: (n: number) => string,
): string {
  const { least, most, last } = sparkOf(readings, 1, 1)
  if (readings.every((n) => n === null)) return `${label}: no reading`
  const now = last === null ? 'none now' : `${shown(last)} now`
  if (readings.length === 1) return `${label}: ${now}`
  return `${label}: ${now}, between ${shown(least)} and ${shown(most)} over ${readings.length} readings`
}
