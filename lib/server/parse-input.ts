import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'

/** What a person sent, checked strictly by the description. @throws OpError 'invalid' with a sentence per field */
export function parseInput(op: Pick<Op, 'input'>, raw: unknown): Record<string, unknown> {
  const broken = brokenText(raw)
  if (broken !== undefined)
    throw OpError.of('invalid', `${broken ? `${broken}: ` : ''}${BROKEN}`, {
      fields: { [broken]: BROKEN },
    })
  const result = op.input.safeParse(raw)
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) {
    const path = issue.path.join('.')
    const unknown =
      issue.code === 'unrecognized_keys' ? `Unknown: ${issue.keys.join(', ')}` : undefined
    fields[path] ??= unknown ?? issue.message
  }
  const [first] = Object.entries(fields)
  const more = Object.keys(fields).length - 1
  const where = first?.[0] ? `${first[0]}: ` : ''
  throw OpError.of(
    'invalid',
    `${where}${first?.[1] ?? 'The input does not fit.'}${more > 0 ? ` (and ${more} more)` : ''}`,
    { fields },
  )
}

const BROKEN =
  'This holds half of a character or a NUL, which cannot be sent or kept. Type it again.'

/** Where in an input the first text stands that neither JSON nor PostgreSQL can hold as it is. */
function brokenText(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0') ? undefined : path.join('.')
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, one] of Object.entries(value)) {
    const found = brokenText(name, [...path, name]) ?? brokenText(one, [...path, name])
    if (found !== undefined) return found
  }
  return undefined
}
