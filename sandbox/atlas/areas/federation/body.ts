import type { z } from 'zod'
import { invalid, reject } from '../../reject'

/** A request body of this shape. Throws Atlas's 400 for an invalid value or an unknown field that is not in `extra`. */
export function strictly<S extends z.ZodObject>(
  shape: S,
  body: unknown,
  extra: readonly string[] = [],
): z.output<S> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw reject(400, 'INVALID_JSON', 'Received JSON is not an object.')
  const known = Object.keys(shape.shape)
  const strange = Object.keys(body).find((key) => !known.includes(key) && !extra.includes(key))
  if (strange !== undefined)
    throw reject(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${strange} specified.`, strange)
  const wanted = shape.safeParse(body)
  if (wanted.success) return wanted.data
  throw invalid(
    wanted.error.issues.map((i) => ({ field: i.path.join('.'), description: i.message })),
  )
}
