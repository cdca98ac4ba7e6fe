import { mapped } from '@/lib/format/values'
import { HIDDEN, type Op } from './define'

/** An input with a placeholder for each text in its secret fields. It parses like the input. */
export const withoutSecrets = (
  { secrets = [] }: Pick<Op, 'secrets'>,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      secrets.includes(name) ? mapped(value, (v) => (typeof v === 'string' ? HIDDEN : v)) : value,
    ]),
  )
