import { secretFieldsOf } from '@/lib/format/secret-names'
import { isObject, mapped } from '@/lib/format/values'
import { HIDDEN, type Op } from '@/lib/ops/define'

/** An answer with a placeholder in each field that the operation hides. */
export function withoutHidden({ hiddenFields }: Pick<Op, 'hiddenFields'>, body: unknown): unknown {
  if (hiddenFields === undefined) return body
  if (hiddenFields === 'like secrets') return withoutSecretFields(body)
  const names = new Set(hiddenFields)
  return mapped(body, (value, name) => (names.has(name) ? hidden(value) : value))
}

/** Keeps null, empty texts and the length of lists, because they mean something. */
const hidden = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(hidden) : value === null || value === '' ? value : HIDDEN

function withoutSecretFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecretFields)
  if (!isObject(value)) return value
  const secret = new Set(secretFieldsOf(value))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      secret.has(name) && typeof one !== 'boolean' && typeof one !== 'number'
        ? hidden(one)
        : withoutSecretFields(one),
    ]),
  )
}
