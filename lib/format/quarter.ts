/** A quarter of a year in UTC, as in an address: `2026-Q4`. */
export type Quarter = { name: string; from: Date; to: Date }

const quarterAt = (year: number, index: number): Quarter => {
  const from = new Date(Date.UTC(year, index * 3))
  return {
    name: `${from.getUTCFullYear()}-Q${Math.floor(from.getUTCMonth() / 3) + 1}`,
    from,
    to: new Date(Date.UTC(year, index * 3 + 3)),
  }
}

/** The quarter of a name. Undefined for other texts. */
export function quarterOf(name: string): Quarter | undefined {
  const [, year, index] = /^(2\d{3})-Q([1-4])$/.exec(name) ?? []
  return year && index ? quarterAt(Number(year), Number(index) - 1) : undefined
}

/** The quarter of a moment in milliseconds and those before it, newest first. */
export const quartersUntil = (at: number, count: number): Quarter[] => {
  const now = new Date(at)
  const index = Math.floor(now.getUTCMonth() / 3)
  return Array.from({ length: count }, (_, back) => quarterAt(now.getUTCFullYear(), index - back))
}
