import type { z } from 'zod'
import { invalid } from './reject'

/** A request body of this shape. Throws Atlas's 400 with the invalid fields. */
export function bodyOf<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  throw invalid(
    parsed.error.issues.map((i) => ({
      field: (i.code === 'unrecognized_keys' ? i.keys : i.path).join('.') || 'body',
      description: i.message,
    })),
    'INVALID_ATTRIBUTE',
  )
}
