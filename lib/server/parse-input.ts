import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'

/** What a person sent, checked strictly by the description. @throws OpError 'invalid' with a sentence per field */
export function parseInput(op: Pick<Op, 'input'>, raw: unknown): Record<string, unknown> {
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
