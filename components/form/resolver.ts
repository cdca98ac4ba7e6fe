import '@/lib/client/zod-now'
import { type FieldErrors, type FieldValues, get, type Resolver, set } from 'react-hook-form'
import type { z } from 'zod'
import { whyHidden } from '@/lib/format/invisible'
import type { FieldCheck } from './field'

/** For fields whose schema has no message for a missing value. */
const missing: z.core.$ZodErrorMap = ({ input, code }) =>
  input !== undefined ? undefined : code === 'invalid_value' ? 'Choose a value' : 'Enter a value'

/**
 * Validates a form with the operation's input schema and the fields' own checks. Each field shows its first error. Errors
 * of fields that are not on the page are kept under their name, for the form's summary.
 */
export const resolverOf =
  (
    schema: z.ZodType,
    shape: (values: FieldValues) => FieldValues = (values) => values,
    checks: ReadonlyMap<string, FieldCheck> = new Map(),
  ): Resolver =>
  (values, _context, { fields }) => {
    const result = schema.safeParse(shape(values), { error: missing })
    const errors: FieldErrors = {}
    const say = (path: string, type: string, told: string) => {
      const value: unknown = get(values, path)
      // The rule that a hidden character breaks does not show which one it is.
      const message = (typeof value === 'string' && whyHidden(value)) || told
      if (!get(errors, path)) set(errors, path, { type, message, ref: get(fields, `${path}.ref`) })
    }
    for (const issue of result.error?.issues ?? [])
      say(issue.path.map(String).join('.') || 'root', issue.code, issue.message)
    for (const [name, check] of checks) {
      const message = check(get(values, name))
      if (message) say(name, 'check', message)
    }
    return result.success && Object.keys(errors).length === 0
      ? { values: result.data as FieldValues, errors: {} }
      : { values: {}, errors }
  }
