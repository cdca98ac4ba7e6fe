import { mapped } from '@/lib/format/values'
import { HIDDEN, type Op } from '@/lib/ops/define'

/** An answer with a placeholder in each of the operation's hidden fields. */
export function withoutHidden({ hiddenFields }: Pick<Op, 'hiddenFields'>, body: unknown): unknown {
  if (hiddenFields === undefined) return body
  const names = new Set(hiddenFields)
  return mapped(body, (value, name) => (names.has(name) ? hidden(value) : value))
}

/** Keeps null, empty texts and the length of lists, because they mean something. */
const hidden = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(hidden) : value === null || value === '' ? value : HIDDEN
