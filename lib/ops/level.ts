import { z } from 'zod'
import type { Command } from './define'

/** A level of access, as requests show it. */
export const shownLevel = z.object({
  id: z.string(),
  name: z.string(),
  short: z.string(),
  /** No other level of the operation gives more. */
  isWidest: z.boolean(),
})
export type ShownLevel = z.output<typeof shownLevel>

/** The level that an input asks for; null for an operation without levels. */
export function levelOf(
  op: Pick<Command, 'access'> | undefined,
  input: Record<string, unknown>,
): ShownLevel | null {
  if (!op?.access) return null
  const { levelField, levels } = op.access
  const id = input[levelField]
  if (typeof id !== 'string') return null
  const { name = id, short = id } = Object.hasOwn(levels, id) ? (levels[id] ?? {}) : {}
  return { id, name, short, isWidest: Object.keys(levels).at(-1) === id }
}

/** The ids of the levels from the smallest to the one that an input asks for; empty if it asks for none. */
export function levelsUpTo(
  op: Pick<Command, 'access'> | undefined,
  input: Record<string, unknown>,
): string[] {
  if (!op?.access) return []
  const ids = Object.keys(op.access.levels)
  return ids.slice(0, ids.indexOf(String(input[op.access.levelField])) + 1)
}
