import { cpuOf } from './cpu'
import { during, ms, number, perSecond, type Timed, table, together } from './measure'

const ROUNDS = 3
const SECONDS = 2

/** A way to do the same, and the process whose CPU counts. */
export type Kind = { name: string; pid: number | undefined; go(): Promise<void> }

/** Measures each kind in turn, with 16 connections and with one, and prints their ratios to the first. */
export async function compare(title: string, kinds: readonly Kind[]): Promise<void> {
  for (const clients of [16, 1]) {
    // A warm-up for connections, tokens and compiled code.
    for (const kind of kinds) await during(1, clients, [kind.go])
    const found = kinds.map((kind) => ({ kind, timed: [] as Timed[], cpu: 0 }))
    for (let round = 0; round < ROUNDS; round += 1)
      for (const one of found) {
        const before = cpuOf(one.kind.pid)
        one.timed.push(await during(SECONDS, clients, [one.kind.go]))
        one.cpu += cpuOf(one.kind.pid) - before
      }
    const measured = found.map(({ kind, timed, cpu }) => {
      const all = together(timed)
      return { name: kind.name, all, rate: perSecond(all), cpu: cpu / all.times.length }
    })
    const [base] = measured
    table(
      `${title}, ${clients} connection${clients === 1 ? '' : 's'}`,
      ['', 'per second', 'ratio', 'CPU each', 'ratio', 'p50', 'p95'],
      measured.map(({ name, all, rate, cpu }) => [
        name,
        number(rate),
        `${number(rate / (base?.rate ?? Number.NaN))}x`,
        `${cpu.toFixed(2)} ms`,
        `${number((base?.cpu ?? Number.NaN) / cpu)}x`,
        ms(all.times, 50),
        ms(all.times, 95),
      ]),
    )
  }
}
