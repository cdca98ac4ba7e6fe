import type { z } from 'zod'
import { invalid } from './reject'

/** A request body of this shape. Throws Atlas's 400 with the invalid and unknown fields. */
export function bodyOf<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.flatMap((i) =>
    i.code === 'unrecognized_keys'
      ? i.keys.map((field) => ({ field, description: 'is not an attribute of this resource' }))
      : [{ field: i.path.join('.') || 'body', description: i.message }],
  )
  throw invalid(fields, 'INVALID_ATTRIBUTE')
}
