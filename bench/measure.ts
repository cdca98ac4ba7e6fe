/** Milliseconds of each call, and how long all of them took. */
export type Timed = { times: number[]; seconds: number }

/** Runs each task once, `clients` at a time. */
export async function each(clients: number, work: ReadonlyArray<() => Promise<void>>) {
  const times: number[] = []
  let next = 0
  const since = performance.now()
  const client = async () => {
    for (let one = work[next++]; one; one = work[next++]) {
      const start = performance.now()
      await one()
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { times, seconds: (performance.now() - since) / 1000 } satisfies Timed
}

/** Repeats the tasks in turn for about that many seconds, `clients` at a time. */
export async function during(
  seconds: number,
  clients: number,
  work: ReadonlyArray<() => Promise<void>>,
): Promise<Timed> {
  const times: number[] = []
  let next = 0
  const since = performance.now()
  const client = async () => {
    while (performance.now() - since < seconds * 1000) {
      const start = performance.now()
      await work[next++ % work.length]?.()
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { times, seconds: (performance.now() - since) / 1000 }
}

export const together = (all: readonly Timed[]): Timed => ({
  times: all.flatMap((one) => one.times),
  seconds: all.reduce((sum, one) => sum + one.seconds, 0),
})

export const perSecond = ({ times, seconds }: Timed): number => times.length / seconds

/** A percentile of the times, in milliseconds. */
export function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

/** `1,234`, or with one digit after the point below ten. */
export const number = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 })

export const ms = (times: readonly number[], percent: number): string =>
  `${number(percentile(times, percent))} ms`

/** Prints rows under a title, columns aligned. */
export function table(title: string, head: readonly string[], rows: readonly string[][]): void {
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[0] ?? 0)))
      .join('  ')
  console.log(`\n${title}`)
  for (const row of all) console.log(`  ${line(row)}`)
}
