import { hash } from 'node:crypto'

const hex = (seed: string) => hash('sha256', seed)

/** 24 hex digits from a seed. The first 8 are the creation time in seconds, so ids sort by age as in Atlas. */
export function idFrom(seed: string, created: Date | number | string): string {
  const second = Math.floor(new Date(created).getTime() / 1000)
  return second.toString(16).padStart(8, '0') + hex(seed).slice(0, 16)
}

/** A whole number in [0, below) that depends on the seed only. */
export const pick = (seed: string, below: number): number =>
  Number.parseInt(hex(seed).slice(0, 12), 16) % below

/** One of the items, chosen by the seed only. */
export function oneOf<T>(seed: string, items: readonly [T, ...T[]]): T {
  return items[pick(seed, items.length)] ?? items[0]
}

/** RFC 3339 in whole seconds, as Atlas writes dates. */
export const iso = (at: Date | number | string): string =>
  new Date(Math.floor(new Date(at).getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z')
