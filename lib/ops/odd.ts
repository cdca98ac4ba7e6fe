import type { z } from 'zod'
import { isObject } from '@/lib/format/values'

type Parts = {
  /** Whole fields. */
  fields?: Record<string, z.ZodType>
  /** Lists, by the shape of an entry: only the entries of another shape are set aside. */
  lists?: Record<string, z.ZodType>
}

/**
 * An answer without the parts that have another shape than expected: they are under `odd`, to be shown as they came. One
 * odd part must neither cost the rest nor vanish.
 */
export function setAside(answer: unknown, { fields = {}, lists = {} }: Parts): unknown {
  if (!isObject(answer)) return answer
  const kept: Record<string, unknown> = { ...answer }
  const odd: Record<string, unknown> = {}
  for (const [name, shape] of Object.entries(fields))
    if (!shape.safeParse(kept[name]).success) {
      odd[name] = kept[name]
      delete kept[name]
    }
  for (const [name, shape] of Object.entries(lists)) {
    const all = kept[name]
    if (all === undefined || all === null) continue
    const fits = (one: unknown) => shape.safeParse(one).success
    const others = Array.isArray(all) ? all.filter((one) => !fits(one)) : all
    if (Array.isArray(others) && others.length === 0) continue
    odd[name] = others
    kept[name] = Array.isArray(all) ? all.filter(fits) : undefined
  }
  return Object.keys(odd).length > 0 ? { ...kept, odd } : answer
}

/** What `setAside` took out of an answer. */
export function oddOf(answer: object): object | undefined {
  const { odd } = answer as { odd?: unknown }
  return typeof odd === 'object' && odd !== null ? odd : undefined
}
