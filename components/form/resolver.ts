import { type FieldErrors, type FieldValues, get, type Resolver, set } from 'react-hook-form'
import type { z } from 'zod'

/**
 * Checks a form by an operation's own input. Each field shows its first sentence; what concerns a field that is not on
 * the page comes up under its name all the same, for the top of the form.
 */
export const resolverOf =
  (schema: z.ZodType, shape: (values: FieldValues) => FieldValues = (values) => values): Resolver =>
  (values, _context, { fields }) => {
    const result = schema.safeParse(shape(values))
    if (result.success) return { values: result.data as FieldValues, errors: {} }
    const errors: FieldErrors = {}
    for (const issue of result.error.issues) {
      const path = issue.path.map(String).join('.') || 'root'
      if (get(errors, path)) continue
      set(errors, path, {
        type: issue.code,
        message: issue.message,
        ref: get(fields, `${path}.ref`),
      })
    }
    return { values: {}, errors }
  }
